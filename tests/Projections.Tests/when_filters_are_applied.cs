using System.Security.Cryptography;
using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Projections.Tests;

public sealed class when_filters_are_applied(Ledger ledger) : IClassFixture<Ledger>
{
    private static readonly string[] Connectors = [History.Sentinel, History.Defender];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(101, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task the_history_ends_as_if_the_rules_had_been_there_from_the_start(int seed)
    {
        var random = new Random(seed);
        var history = RandomHistory.Of(seed, 120);
        var applied = await ledger.TenantAsync();
        await ledger.AppendAsync(applied, history.Events);
        var before = history.Events.Count;
        var planned = new Dictionary<string, FilterPreviewResult>();
        foreach (var connector in Connectors)
        {
            string[] severities = random.Next(4) == 0 ? [] : ["High", random.Next(2) == 0 ? "Low" : "Medium"];
            history.Configure(connector, severities);
            planned[connector] = await PreviewAsync(applied, connector, history.SettingsOf(connector));
        }

        await ledger.AppendAsync(applied, history.Events.Skip(before));
        foreach (var connector in Connectors)
        {
            await ApplyAsync(applied, connector);
            var application = (await Applying(applied, connector).LoadAsync(default)).State!;
            Assert.True(application.Complete);
            Assert.Equal(planned[connector].Total, new FilterDifference(application.Applied.Appear, application.Applied.Vanish));
            Assert.Equal(application.Planned, application.Applied);
        }

        var head = (await ledger.Database.Log.HeadAsync(applied)).Position;
        foreach (var connector in Connectors)
        {
            await ApplyAsync(applied, connector);
            Assert.Equal((0L, 0L), Both(await PreviewAsync(applied, connector, history.SettingsOf(connector))));
        }

        Assert.Equal(head, (await ledger.Database.Log.HeadAsync(applied)).Position);

        var fresh = await ledger.TenantAsync();
        await ledger.AppendAsync(fresh, Fresh(history));
        await ledger.FoldAsync(applied, () => 1 + random.Next(40));
        await ledger.FoldAsync(fresh);
        Assert.Equal(await HashAsync(fresh), await HashAsync(applied));

        // Live equals rebuilt: verification folds both once more and names every row that differs.
        Assert.Empty(await new ReadModelVerification(ledger.Models).VerifyAsync(applied));
    }

    [Fact]
    public async Task an_application_that_died_goes_on_where_it_was_and_writes_nothing_twice()
    {
        var history = new History();
        for (var i = 0; i < 600; i++)
        {
            history.Alert($"d{i}", i % 2 == 0 ? "Low" : "High");
        }

        var tenant = await ledger.TenantAsync();
        history.Configure(History.Defender, "High");
        await ledger.AppendAsync(tenant, history.Events);
        using var stop = new CancellationTokenSource();
        var dying = Applying(tenant, History.Defender).RunAsync(stop.Token);
        while ((await Applying(tenant, History.Defender).LoadAsync(default)).Cursor == 0 && !dying.IsCompleted)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Task.WhenAny(dying);
        await ApplyAsync(tenant, History.Defender);
        var (_, state) = await Applying(tenant, History.Defender).LoadAsync(default);
        Assert.Equal(new FilterCounts(0, 300, 0), state!.Planned);
        Assert.Equal(state.Planned, state.Applied);
        var decisions = await ledger.Database.Log.ReadLogAsync(tenant, 0, int.MaxValue, new EventStore.LogFilter(["alert_excluded"]));
        Assert.Equal(300, decisions.Count);
        Assert.Equal(300, decisions.Select(static e => e.Stream).Distinct().Count());
    }

    [Fact]
    public async Task a_preview_that_nobody_waits_for_any_more_ends_in_the_middle_and_leaves_nothing()
    {
        var history = new History();
        for (var i = 0; i < 2_500; i++)
        {
            history.Alert($"d{i}", "Low");
        }

        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        var head = (await ledger.Database.Log.HeadAsync(tenant)).Position;
        var state = await new ConnectorStreams(ledger.Database).FindAsync(tenant, History.Defender);
        using var stop = new CancellationTokenSource();
        var seen = new List<FilterProgress>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FilterPreview(ledger.Database).RunAsync(
            tenant,
            state!,
            history.SettingsOf(History.Defender) with { EnabledSeverities = ["High"] },
            async progress =>
            {
                seen.Add(progress);
                await stop.CancelAsync();
            },
            stop.Token));
        var first = Assert.Single(seen);
        Assert.InRange(first.Position, 1, head - 1);
        Assert.Equal((0L, first.Position - 4), (first.Appear, first.Vanish));
        Assert.Equal(head, (await ledger.Database.Log.HeadAsync(tenant)).Position);
    }

    [Fact]
    public async Task what_settings_narrowed_at_the_source_is_listed_by_stretch()
    {
        var settings = (Microsoft365Settings)new History().SettingsOf(History.Defender);
        ConnectorSettings[] revisions =
        [
            settings,
            settings with { MailboxPhishing = new() { Enabled = true, Address = "phish@contoso.com", Filter = "hasAttachments eq true" } },
            settings,
        ];
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, revisions.Select((given, i) => new Recorded(
            StreamId.Connector(History.Defender),
            Guid.NewGuid(),
            new ConnectorConfigured { Connector = History.Defender, Revision = i + 1, Settings = given, By = History.Ada })));
        var narrowed = Assert.Single((await PreviewAsync(tenant, History.Defender, settings)).NotAskedFor);
        Assert.Equal((2, 2L, (long?)3L), (narrowed.Revision, narrowed.FromPosition, narrowed.ToPosition));
        Assert.Contains("hasAttachments eq true", narrowed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task no_call_leaves_the_process()
    {
        var history = RandomHistory.Of(7, 60).Configure(History.Defender, "High");
        var tenant = await ledger.TenantAsync();
        await ledger.AppendAsync(tenant, history.Events);
        using var calls = new OutboundCalls();
        await ApplyAsync(tenant, History.Defender);
        await ledger.FoldAsync(tenant);
        Assert.Empty(await new ReadModelVerification(ledger.Models).VerifyAsync(tenant));
        Assert.Equal(0, calls.Count);
    }

    private FilterApplying Applying(string tenant, string connector) => new(ledger.Database, new ConnectorStreams(ledger.Database), tenant, connector);

    private Task ApplyAsync(string tenant, string connector) => Applying(tenant, connector).RunAsync(default);

    private async Task<FilterPreviewResult> PreviewAsync(string tenant, string connector, ConnectorSettings settings)
    {
        var state = await new ConnectorStreams(ledger.Database).FindAsync(tenant, connector);
        return await new FilterPreview(ledger.Database).RunAsync(tenant, state!, settings, static _ => ValueTask.CompletedTask);
    }

    private static (long, long) Both(FilterPreviewResult result) => (result.Total.Appear + result.Total.Vanish, result.Restated);

    // The same facts and the same work of people; settings as they ended, from the first event on.
    private static IEnumerable<Recorded> Fresh(History history)
    {
        foreach (var connector in Connectors)
        {
            yield return new Recorded(StreamId.Connector(connector), Guid.NewGuid(), new ConnectorConfigured
            {
                Connector = connector, Revision = 1, Settings = history.SettingsOf(connector), By = History.Ada,
            });
        }

        var states = new Dictionary<string, AlertState?>(StringComparer.Ordinal);
        foreach (var recorded in history.Events.Where(static e => e.Event is not (AlertExcluded or AlertAdmitted or ConnectorConfigured)))
        {
            yield return recorded;
            if (recorded.Event is not AlertEvent)
            {
                continue;
            }

            var state = AlertState.Apply(states.GetValueOrDefault(recorded.Stream), recorded.Event, recorded.Id, (states.GetValueOrDefault(recorded.Stream)?.StreamVersion ?? 0) + 1, History.Start);
            if (recorded.Event is AlertIngested or AlertRevised && state is not null
                && AlertDecider.Reevaluate(state, history.SettingsOf(state.Connector), 1) is [var decision])
            {
                var decided = new Recorded(recorded.Stream, EventIds.Observed(recorded.Stream, decision, state.StreamVersion), decision);
                state = AlertState.Apply(state, decision, decided.Id, state.StreamVersion + 1, History.Start);
                yield return decided;
            }

            states[recorded.Stream] = state;
        }
    }

    // What people see of every alert, in one number; positions and revisions are those of another history.
    private async Task<string> HashAsync(string tenant)
    {
        var page = await new AlertListQueries(ledger.Models).ListAsync(tenant, new AlertListFilter { Decision = null, Limit = AlertListFilter.LargestLimit });
        Assert.Null(page.NextCursor);
        var sources = page.Items.ToDictionary(static r => r.Id, static r => r.SourceId);
        var rows = page.Items.OrderBy(static r => r.Kind + r.SourceId, StringComparer.Ordinal).Select(r => new
        {
            r.Connector, r.Kind, r.SourceId, r.State, r.ExcludedRule, r.MergedBy, r.GroupSize, r.Severity, r.Version, r.InvestigationStatus, r.Conclusion, r.Erased,
            Into = r.MergedInto is { } into ? sources.GetValueOrDefault(into) : null,
        });
        return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(rows)));
    }
}
