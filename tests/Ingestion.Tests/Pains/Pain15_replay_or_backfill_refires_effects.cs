using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>A backfill, or a wider lookback, changes nothing but coverage: no alert is new again, no time is stamped anew, nothing is decided anew.</summary>
public sealed class Pain15_replay_or_backfill_refires_effects(PollingWorld world) : IClassFixture<PollingWorld>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_ninety_day_backfill_over_what_is_known_appends_coverage_and_nothing_else()
    {
        var (connector, before) = await KnownAsync("known", TimeSpan.FromDays(20));
        await using var run = await PollersRun.StartAsync(world, world.NewPollers());
        await world.AppendAsync(connector, new BackfillRequested
        {
            Connector = connector, Window = new SourceWindow(Now.AddDays(-90), Now), By = new Actor(ActorKind.Person, "tester"),
        });
        await world.WaitForAsync(async () => (await world.EventsAsync($"connector/{connector}")).OfType<BackfillCompleted>().Any());

        Assert.Equal(before, await AlertEventsAsync(connector));
        var covered = (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowCovered>().Where(c => c.Origin == Origin.Backfill).ToList();
        Assert.NotEmpty(covered);
        Assert.All(covered, c => Assert.Equal((0, 0, 0), (c.New, c.Revised, c.Excluded)));
        await world.DisableAsync(connector);
    }

    [Fact]
    public async Task A_wider_lookback_appends_no_event_of_a_known_alert()
    {
        var (connector, before) = await KnownAsync("wider", TimeSpan.FromDays(2));
        var settings = (Microsoft365Settings)(await new ConnectorStreams(world.Database).FindAsync(PollingWorld.Tenant, connector))!.Settings;
        await world.ConfigureAsync(connector, 2, settings with { PollLookback = TimeSpan.FromDays(60) });
        Assert.Null((await world.PollAsync(connector)).Failure);

        Assert.Equal(before, await AlertEventsAsync(connector));
    }

    [Fact]
    public async Task A_late_alert_that_a_backfill_finds_keeps_the_time_of_its_source()
    {
        var connector = await world.AddAsync();
        Assert.Null((await world.PollAsync(connector)).Failure);
        world.Cloud.PublishAlerts(Json.Alert("late-past", Now.AddDays(-120)));
        await using var run = await PollersRun.StartAsync(world, world.NewPollers());
        await world.AppendAsync(connector, new BackfillRequested
        {
            Connector = connector, Window = new SourceWindow(Now.AddDays(-121), Now.AddDays(-119)), By = new Actor(ActorKind.Person, "tester"),
        });
        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Contains("late-past"));

        var ingested = (await world.AlertAsync(connector, "late-past")).OfType<AlertIngested>().Single();
        Assert.Equal(Json.Time(Now.AddDays(-120)), ingested.Facts.ModifiedAt);
        Assert.InRange(ingested.ObservedAt, Now, Now.AddMinutes(5));
        Assert.Equal(Origin.Backfill, ingested.Origin);
        await world.DisableAsync(connector);
    }

    [Fact]
    public async Task A_gap_is_filled_by_one_request()
    {
        var at = Now.AddDays(-1);
        world.Cloud.PublishAlerts(Json.Alert("in-the-gap", at));
        var connector = await world.AddAsync(s => s with { PollInterval = TimeSpan.FromSeconds(1) });
        var poison = world.Cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.Poison, Contains = "in-the-gap" });
        while ((await world.CursorAfterAsync(connector)).Gaps.Count == 0)
        {
            await world.PollAsync(connector);
        }

        var gap = (await world.CursorAsync(connector)).Gaps.Single();
        Assert.DoesNotContain("in-the-gap", await world.IngestedAsync(connector));
        world.Cloud.RemoveFault(poison);
        await using var run = await PollersRun.StartAsync(world, world.NewPollers());
        await world.AppendAsync(connector, new BackfillRequested
        {
            Connector = connector, Window = new SourceWindow(gap.From, gap.To), Resource = "alerts", By = new Actor(ActorKind.Person, "tester"),
        });
        await world.WaitForAsync(async () => (await world.EventsAsync($"connector/{connector}")).OfType<BackfillCompleted>().Any());

        Assert.Contains("in-the-gap", await world.IngestedAsync(connector));
        Assert.Empty((await world.CursorAsync(connector)).Gaps);
        await world.DisableAsync(connector);
    }

    private async Task<(string Connector, IReadOnlyList<Guid> Events)> KnownAsync(string name, TimeSpan lookback)
    {
        var connector = await world.AddAsync(s => s with { PollLookback = lookback, EnabledSeverities = ["Medium"] });
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, 50).Select(i =>
            Json.Alert($"{name}-{i}", Now.AddHours(-40).AddMinutes(i), severity: i % 5 == 0 ? "low" : "medium"))) + "]");
        Assert.Null((await world.PollAsync(connector)).Failure);
        var events = await AlertEventsAsync(connector);
        Assert.True(events.Count >= 60);
        return (connector, events);
    }

    private async Task<IReadOnlyList<Guid>> AlertEventsAsync(string connector) =>
        [.. (await world.Database.Log.ReadLogAsync(PollingWorld.Tenant, 0, int.MaxValue)).Where(e => e.Stream.StartsWith($"alert/{connector}/", StringComparison.Ordinal)).Select(e => e.Id)];
}
