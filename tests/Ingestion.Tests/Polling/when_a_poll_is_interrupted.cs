using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.MicrosoftCloud;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dropzone.Ledger.Ingestion.Tests.Polling;

public sealed class when_a_poll_is_interrupted(PollingWorld world) : IClassFixture<PollingWorld>
{
    private const int Alerts = 11;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task at_any_request_before_or_after_its_answer_the_end_equals_a_clean_run()
    {
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, Alerts).Select(i => Json.Alert($"cut-{i:00}", Now.AddMinutes(-5).AddSeconds(i / 2)))) + "]");
        var clean = await world.AddAsync();
        Assert.Null((await RunAsync(clean, new Cut(int.MaxValue, AfterAnswer: false))).Failure);
        var wanted = await StoryAsync(clean);
        Assert.Equal(Alerts, wanted.Count);

        for (var request = 1; request <= 4; request++)
        {
            foreach (var after in new[] { false, true })
            {
                var connector = await world.AddAsync();
                await Assert.ThrowsAsync<Interrupted>(() => RunAsync(connector, new Cut(request, after)));
                Assert.Null((await RunAsync(connector, new Cut(int.MaxValue, AfterAnswer: false))).Failure);

                Assert.Equal(wanted, await StoryAsync(connector));
                var (cursor, cleanCursor) = (await world.CursorAsync(connector), await world.CursorAsync(clean));
                Assert.Equal(cleanCursor.Watermark, cursor.Watermark);
                Assert.Equal(cleanCursor.WatermarkKeys.Order(StringComparer.Ordinal), cursor.WatermarkKeys.Order(StringComparer.Ordinal));
                Assert.Null(cursor.Live);
            }
        }
    }

    [Fact]
    public async Task pages_committed_before_it_are_not_asked_for_again()
    {
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, 20).Select(i => Json.Alert($"go-on-{i:00}", Now.AddMinutes(-1).AddSeconds(i)))) + "]");
        var connector = await world.AddAsync();
        await Assert.ThrowsAsync<Interrupted>(() => RunAsync(connector, new Cut(5, AfterAnswer: false)));

        var resume = (await world.CursorAsync(connector)).Live?.Resume;

        Assert.NotNull(resume);
        Assert.True(resume.Counts.New >= 12);
        var rest = await RunAsync(connector, new Cut(int.MaxValue, AfterAnswer: false));
        Assert.True(rest.Counts.New < 20);
        var said = (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowCovered>().Sum(e => e.New);
        Assert.Equal((await world.IngestedAsync(connector)).Count, said);
    }

    private async Task<ResourceOutcome> RunAsync(string connector, Cut cut)
    {
        var state = (await new ConnectorStreams(world.Database).FindAsync(PollingWorld.Tenant, connector))!;
        using var connection = world.OpenCloud();
        var view = new ConnectorView(world.Database, PollingWorld.Tenant, state);
        var reader = new InterruptedReader(new GraphReader(connection, incidents: false, 3, _ => Task.CompletedTask), cut);
        var ledger = new PollLedger(world.Database, view, reader.Resource);
        await ledger.LoadAsync(default);
        return await new ResourcePoll(reader, ledger, view, TimeProvider.System, NullLogger.Instance).RunAsync(forced: true, default);
    }

    private async Task<List<(string Id, string Version, string Title)>> StoryAsync(string connector)
    {
        var story = new List<(string, string, string)>();
        foreach (var id in (await world.IngestedAsync(connector)).Where(id => id.StartsWith("cut-", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var only = Assert.IsType<AlertIngested>(Assert.Single(await world.AlertAsync(connector, id, AlertKind.DefenderAlert)));
            story.Add((id, only.Version.Key, only.Facts.Title));
        }

        return story;
    }

    private sealed record Cut(int Request, bool AfterAnswer);

    private sealed class Interrupted : Exception;

    private sealed class InterruptedReader(IResourceReader inner, Cut cut) : IResourceReader
    {
        private int requests;

        public string Resource => inner.Resource;

        public string FilterDigest => inner.FilterDigest;

        public int PageSize => inner.PageSize;

        public bool CapKnown => inner.CapKnown;

        public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
        {
            var mine = ++requests == cut.Request;
            if (mine && !cut.AfterAnswer)
            {
                throw new Interrupted();
            }

            var page = await inner.ReadAsync(request, cancellation);
            return mine ? throw new Interrupted() : page;
        }

        public Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation) =>
            inner.ReadRestAsync(window, recorded, cancellation);
    }
}
