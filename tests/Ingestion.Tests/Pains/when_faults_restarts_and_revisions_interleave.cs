using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>
/// One source, two connectors: one is polled after each change and never meets a fault, the other meets faults, restarts and missed polls at
/// random. Both must end with the same alerts and the same facts, and what the second saw on the way is a subsequence of what the first saw.
/// </summary>
public sealed class when_faults_restarts_and_revisions_interleave(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const int Steps = 20;
    private const int NewInAStep = 10;
    private static readonly DateTimeOffset Begin = TimeProvider.System.GetUtcNow().AddHours(-2);

    private static readonly FaultKind[] Kinds =
    [
        FaultKind.Status, FaultKind.Throttle, FaultKind.Reset, FaultKind.PartialContent, FaultKind.Warning, FaultKind.InvalidJson,
        FaultKind.TruncatedPage, FaultKind.NoNextLink, FaultKind.EmptyList, FaultKind.ForeignNextLink,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Both_end_with_the_same_alerts_and_the_same_facts(int seed)
    {
        var random = new Random(seed);
        var (clean, troubled) = (await world.AddAsync(), await world.AddAsync());
        var pollers = world.NewPollers();
        var published = 0;
        for (var step = 0; step < Steps; step++)
        {
            published = Publish(random, seed, step, published);
            Assert.Null((await world.PollAsync(clean, pollers)).Failure);
            pollers = await TroubleAsync(random, troubled, pollers);
        }

        world.Cloud.GraphPageCap = null;
        for (var poll = 0; poll < 200 && !IsCaughtUp(await world.CursorAfterAsync(troubled), poll); poll++)
        {
            await world.PollAsync(troubled, pollers);
        }

        Assert.Empty((await world.CursorAsync(troubled)).Gaps);
        foreach (var id in Enumerable.Range(0, published).Select(i => $"mix-{seed}-{i}"))
        {
            var (one, other) = ((await world.StateAsync(clean, id))!, (await world.StateAsync(troubled, id))!);
            Assert.Equal(one.Facts.ModifiedAt, other.Facts.ModifiedAt);
            Assert.Equal((one.Facts.Title, one.Facts.Severity), (other.Facts.Title, other.Facts.Severity));
            Assert.True(IsSubsequence(await VersionsAsync(troubled, id), await VersionsAsync(clean, id)), $"{id}: its versions are none of the clean run's.");
        }

        Assert.Equal(
            (await world.IngestedAsync(clean)).Where(id => id.StartsWith($"mix-{seed}-", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            (await world.IngestedAsync(troubled)).Where(id => id.StartsWith($"mix-{seed}-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private int Publish(Random random, int seed, int step, int published)
    {
        var at = Begin.AddMinutes((seed * 30) + step);
        var ids = Enumerable.Range(published, NewInAStep).Concat(Enumerable.Range(0, published == 0 ? 0 : 4).Select(_ => random.Next(published))).Distinct();
        foreach (var i in ids)
        {
            // Several of a step share one moment of the source.
            world.Cloud.PublishAlerts(Json.Alert($"mix-{seed}-{i}", at.AddSeconds(random.Next(4)), title: $"title {step}", severity: step % 2 == 0 ? "low" : "high"));
        }

        return published + NewInAStep;
    }

    private async Task<Pollers> TroubleAsync(Random random, string connector, Pollers pollers)
    {
        world.Cloud.GraphPageCap = random.Next(3) == 0 ? 3 + random.Next(10) : null;
        for (var poll = random.Next(4); poll > 0; poll--)
        {
            var fault = random.Next(3) > 0
                ? world.Cloud.AddFault(new Fault { Service = "graph", Kind = Kinds[random.Next(Kinds.Length)], Nth = random.Next(2) == 0 ? null : 1 + random.Next(4), RetryAfterSeconds = 1 })
                : null;
            await world.PollAsync(connector, pollers);
            if (fault is not null)
            {
                world.Cloud.RemoveFault(fault);
            }

            // Fresh pollers remember nothing but what the cursor holds.
            pollers = random.Next(3) == 0 ? world.NewPollers() : pollers;
        }

        world.Cloud.GraphPageCap = null;
        return pollers;
    }

    private static bool IsCaughtUp(PollCursor cursor, int poll) => poll > 1 && cursor is { Live: null, LastError: null, Gaps.Count: 0 };

    private async Task<IReadOnlyList<string>> VersionsAsync(string connector, string id) =>
        [.. (await world.AlertAsync(connector, id)).Select(e => e switch
        {
            AlertIngested ingested => ingested.Version.Key,
            AlertRevised revised => revised.Version.Key,
            _ => null,
        }).OfType<string>()];

    private static bool IsSubsequence(IReadOnlyList<string> part, IReadOnlyList<string> whole)
    {
        var at = 0;
        foreach (var version in whole)
        {
            at += at < part.Count && part[at] == version ? 1 : 0;
        }

        return at == part.Count;
    }
}
