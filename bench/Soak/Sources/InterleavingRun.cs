using System.Text.Json;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Bench.Soak.Sources;

/// <summary>
/// One source, two connectors: one is polled after each change and never meets a fault, the other meets faults, restarts and missed polls at random. Both
/// must end with the same alerts and the same final facts; the versions that the second saw are a subsequence of those that the first saw, and equal for
/// rows of SecurityIncident, which are never overwritten.
/// </summary>
internal static class InterleavingRun
{
    private const int NewInAStep = 20;
    private const int ChangedInAStep = 8;
    private const string Clean = "clean";
    private const string Troubled = "troubled";

    private static readonly FaultKind[] OfGraph =
    [
        FaultKind.Status, FaultKind.Throttle, FaultKind.Reset, FaultKind.PartialContent, FaultKind.Warning, FaultKind.InvalidJson,
        FaultKind.TruncatedPage, FaultKind.NoNextLink, FaultKind.EmptyList, FaultKind.ForeignNextLink,
    ];

    private static readonly FaultKind[] OfTheTable =
        [FaultKind.Status, FaultKind.Throttle, FaultKind.Reset, FaultKind.PartialError, FaultKind.InvalidJson, FaultKind.TruncatedPage];

    public static async Task<int> RunAsync(Report report, int alerts, int rounds, CancellationToken cancellation)
    {
        await using var server = await BenchServer.StartAsync(cancellation);
        for (var seed = 1; seed <= rounds; seed++)
        {
            await RunAsync(report, server, new Story($"alerts-{seed}", seed, Sentinel: false), alerts, cancellation);
            await RunAsync(report, server, new Story($"incidents-{seed}", seed, Sentinel: true), alerts, cancellation);
        }

        return report.ExitCode;
    }

    private static async Task RunAsync(Report report, BenchServer server, Story story, int alerts, CancellationToken cancellation)
    {
        await using var source = await SoakedSource.StartAsync(server, "interleaved-" + story.Name, cancellation);
        foreach (var connector in (string[])[Clean, Troubled])
        {
            await source.AddAsync(connector, story.Settings);
        }

        report.Say($"{story.Name}: {alerts} alerts, faults, restarts, missed polls and revisions");
        var random = new Random(story.Seed);
        for (var (step, published) = (0, 0); published < alerts; step++)
        {
            published = Publish(source, story, random, step, published, Math.Min(alerts, published + NewInAStep));
            if ((await source.PollAsync(cancellation, Clean)).Failure is { } failure)
            {
                throw new InvalidOperationException($"The clean run failed: {failure.Code}.");
            }

            await TroubleAsync(source, story, random, cancellation);
        }

        source.Cloud.GraphPageCap = null;
        for (var poll = 0; poll < 500 && !(poll > 1 && await source.CursorAsync(cancellation, Troubled, story.Resource) is { Live: null, LastError: null, Gaps.Count: 0 }); poll++)
        {
            await source.PollAsync(cancellation, Troubled);
            source.Move(TimeSpan.FromSeconds(5));
        }

        await CompareAsync(report, source, story, alerts, cancellation);
    }

    private static async Task CompareAsync(Report report, SoakedSource source, Story story, int alerts, CancellationToken cancellation)
    {
        var streams = (await source.EventsAsync(["alert_ingested", "alert_revised"], cancellation))
            .Select(e => (Alert: StreamId.ParseAlert(e.Stream)!, e.Event))
            .GroupBy(e => (e.Alert.Connector, e.Alert.SourceId))
            .ToDictionary(g => g.Key, g => g.Select(e => e.Event).ToList());
        var ids = streams.Keys.Select(key => key.SourceId).Distinct(StringComparer.Ordinal).ToList();
        var (lost, facts, order) = (0, 0, 0);
        foreach (var id in ids)
        {
            if (!streams.TryGetValue((Clean, id), out var one) || !streams.TryGetValue((Troubled, id), out var other))
            {
                lost++;
                continue;
            }

            facts += Newest(one) == Newest(other) ? 0 : 1;
            var (whole, part) = (one.ConvertAll(Key), other.ConvertAll(Key));
            order += (story.Sentinel ? whole.Order(StringComparer.Ordinal).SequenceEqual(part.Order(StringComparer.Ordinal)) : IsSubsequence(part, whole)) ? 0 : 1;
        }

        report.Give(new Figure($"interleaving {story.Name}: alerts that one run has and the other has not", "alerts", lost + alerts - ids.Count) { Bar = Bar.AtMost(0) });
        report.Give(new Figure($"interleaving {story.Name}: alerts whose final facts differ", "alerts", facts) { Bar = Bar.AtMost(0) });
        report.Give(new Figure($"interleaving {story.Name}: alerts whose versions are none of the clean run's", "alerts", order) { Bar = Bar.AtMost(0) });
    }

    private static int Publish(SoakedSource source, Story story, Random random, int step, int published, int until)
    {
        var at = story.Begin.AddMinutes(step);
        var changed = Enumerable.Range(0, published == 0 ? 0 : ChangedInAStep).Select(_ => random.Next(published)).Distinct();
        foreach (var i in Enumerable.Range(published, until - published).Concat(changed))
        {
            // Several of a step share one moment of the source.
            story.Publish(source, i, at.AddSeconds(random.Next(4)), step);
        }

        return until;
    }

    private static async Task TroubleAsync(SoakedSource source, Story story, Random random, CancellationToken cancellation)
    {
        source.Cloud.GraphPageCap = random.Next(3) == 0 ? 5 + random.Next(40) : null;
        for (var poll = random.Next(4); poll > 0; poll--)
        {
            var kinds = story.Sentinel ? OfTheTable : OfGraph;
            var fault = random.Next(3) > 0
                ? source.Cloud.AddFault(new Fault
                {
                    Service = story.Sentinel ? "logAnalytics" : "graph", Kind = kinds[random.Next(kinds.Length)], Nth = random.Next(2) == 0 ? null : 1 + random.Next(4), RetryAfterSeconds = 1,
                })
                : null;
            await source.PollAsync(cancellation, Troubled);
            if (fault is not null)
            {
                source.Cloud.RemoveFault(fault);
            }

            if (random.Next(3) == 0)
            {
                source.Restart();
            }
        }

        source.Cloud.GraphPageCap = null;
    }

    private static string Key(LedgerEvent e) => e is AlertIngested first ? first.Version.Key : ((AlertRevised)e).Version.Key;

    /// <summary>Of the newest version by the source's own order: what the alert ends as.</summary>
    private static (string Title, string Severity, string? ModifiedAt) Newest(IEnumerable<LedgerEvent> events)
    {
        var facts = events.Select(e => e is AlertIngested first ? (first.Version, first.Facts) : (((AlertRevised)e).Version, ((AlertRevised)e).Facts))
            .Aggregate((newest, next) => SourceOrder.Compare(next.Item1, newest.Item1) >= 0 ? next : newest).Item2;
        return (facts.Title, facts.Severity, facts.ModifiedAt);
    }

    private static bool IsSubsequence(List<string> part, List<string> whole)
    {
        var at = 0;
        foreach (var version in whole)
        {
            at += at < part.Count && part[at] == version ? 1 : 0;
        }

        return at == part.Count;
    }

    /// <summary>Which source is told of what.</summary>
    private sealed record Story(string Name, int Seed, bool Sentinel)
    {
        public DateTimeOffset Begin { get; } = TimeProvider.System.GetUtcNow().AddHours(-3);

        public string Resource { get; private set; } = "alerts";

        public ConnectorSettings Settings(SimulatedTenant there)
        {
            Resource = Sentinel ? $"incidents/{there.WorkspaceName}" : "alerts";
            var (credentials, interval, lookback) = (SoakedSource.Credentials(there), TimeSpan.FromMilliseconds(500), TimeSpan.FromDays(2));
            return Sentinel
                ? new SentinelSettings
                {
                    Credentials = credentials, PollInterval = interval, PollLookback = lookback,
                    Workspaces = [new(there.WorkspaceName, there.WorkspaceId.ToString(), there.SubscriptionId.ToString(), there.ResourceGroup)],
                }
                : new Microsoft365Settings { Credentials = credentials, PollInterval = interval, PollLookback = lookback };
        }

        public void Publish(SoakedSource source, int number, DateTimeOffset at, int version)
        {
            if (!Sentinel)
            {
                source.Cloud.PublishAlerts(SoakedSource.Alert($"a{number}", at, version));
                return;
            }

            source.Cloud.PublishSecurityIncidentRows(JsonSerializer.Serialize(new
            {
                TimeGenerated = SoakedSource.Time(at),
                IncidentName = $"incident-{number}",
                IncidentNumber = number + 1,
                Title = $"Collection activity, version {version}",
                Severity = version % 2 == 0 ? "Medium" : "High",
                Status = "New",
                ProviderName = "Azure Sentinel",
                LastModifiedTime = SoakedSource.Time(at),
                CreatedTime = SoakedSource.Time(Begin),
                AlertIds = Array.Empty<string>(),
            }));
        }
    }
}
