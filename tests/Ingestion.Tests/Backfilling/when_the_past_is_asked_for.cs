using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Ingestion.Tests.Backfilling;

/// <summary>A backfill reads any stretch, after live work, and goes on after a restart.</summary>
public sealed class when_the_past_is_asked_for(PollingWorld world) : IClassFixture<PollingWorld>
{
    private static readonly DateTimeOffset Now = new(TimeProvider.System.GetUtcNow().Ticks / 10_000_000 * 10_000_000, TimeSpan.Zero);
    private static readonly Actor Somebody = new(ActorKind.Person, "tester");

    [Fact]
    public async Task Alerts_of_long_ago_come_with_their_own_times_and_the_whole_stretch_is_covered()
    {
        Publish("old", 30, daysAgo: 40);
        var connector = await world.AddAsync();
        await using var run = await RunAsync();
        var window = new SourceWindow(Now.AddDays(-45), Now.AddDays(-10));

        var request = await AskAsync(connector, window);
        var completed = await CompletedAsync(connector, request);

        var ingested = (await world.AlertAsync(connector, "old-7")).OfType<AlertIngested>().Single();
        Assert.Equal(Origin.Backfill, ingested.Origin);
        Assert.StartsWith(Now.AddDays(-40).AddMinutes(7).ToString("yyyy-MM-ddTHH:mm"), ingested.Facts.ModifiedAt, StringComparison.Ordinal);
        Assert.Equal((30, 0), (completed.New, completed.Gaps));
        var covered = (await Covered(connector)).Where(c => c.Origin == Origin.Backfill).OrderBy(c => c.Window.From).ToList();
        Assert.Equal(window, new SourceWindow(covered[0].Window.From, covered[^1].Window.To));
        Assert.All(covered.Zip(covered.Skip(1)), pair => Assert.Equal(pair.First.Window.To, pair.Second.Window.From));
        Assert.All(covered, c => Assert.True(c.Settled));
        var cursor = await world.CursorAsync(connector);
        Assert.Empty(cursor.Backfills);
        Assert.True(Instants.Parse(cursor.Watermark) is null || Instants.Parse(cursor.Watermark) > Now.AddDays(-10));
        await world.DisableAsync(connector);
    }

    [Fact]
    public async Task A_backfill_goes_on_after_a_restart_and_writes_each_fact_once()
    {
        Publish("twice", 200, daysAgo: 60);
        var connector = await world.AddAsync();
        var request = await AskAsync(connector, new SourceWindow(Now.AddDays(-61), Now.AddDays(-59)));
        var first = await RunAsync(pageSize: 7);
        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Count(id => id.StartsWith("twice-", StringComparison.Ordinal)) > 20);
        await first.DisposeAsync();
        var halfway = (await world.CursorAsync(connector)).Backfills.SingleOrDefault();

        await using var second = await RunAsync(pageSize: 7);
        await CompletedAsync(connector, request);

        Assert.NotNull(halfway);
        var ids = (await world.IngestedAsync(connector)).Where(id => id.StartsWith("twice-", StringComparison.Ordinal)).ToList();
        Assert.Equal(200, ids.Count);
        Assert.Equal(200, ids.Distinct(StringComparer.Ordinal).Count());
        await world.DisableAsync(connector);
    }

    [Fact]
    public async Task A_backfill_that_is_taken_back_ends_and_what_it_read_stays()
    {
        Publish("cancel", 3, daysAgo: 80);
        var connector = await world.AddAsync();
        var fault = world.Cloud.AddFault(new Fault { Service = "graph", Path = "lastUpdateDateTime%20lt|lastUpdateDateTime lt", Kind = FaultKind.Throttle, RetryAfterSeconds = 1 });
        var request = await AskAsync(connector, new SourceWindow(Now.AddDays(-90), Now.AddDays(-70)));
        await using var run = await RunAsync();
        await world.WaitForAsync(async () => (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowFailed>().Any());
        Assert.Equal("throttled", (await world.CursorAsync(connector)).Backfills.Single().Error?.Code);

        await world.AppendAsync(connector, new BackfillCancelled { Connector = connector, Request = request, By = Somebody, Reason = "wrong range" });
        world.Cloud.RemoveFault(fault);
        Assert.IsType<PollOutcome.Polled>(await run.Pollers.PollOnceAsync(PollingWorld.Tenant, connector));
        Publish("after-cancel", 1, daysAgo: 0);
        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Contains("after-cancel-0"));

        Assert.Empty((await world.EventsAsync($"connector/{connector}")).OfType<BackfillCompleted>());
        Assert.DoesNotContain("cancel-1", await world.IngestedAsync(connector));
        await world.DisableAsync(connector);
    }

    [Fact]
    public async Task Live_alerts_do_not_wait_for_a_backfill_whose_budget_is_spent()
    {
        Publish("slow", 400, daysAgo: 30);
        var connector = await world.AddAsync();
        await AskAsync(connector, new SourceWindow(Now.AddDays(-31), Now.AddDays(-29)));

        // Live polls come three times a second; what is left of twenty requests a second the backfill may take only while half of ten are free.
        await using var run = await RunAsync(pageSize: 5, new RequestLimits
        {
            Apis = new Dictionary<string, RequestLimit>(StringComparer.Ordinal) { ["graph"] = new(1200, 10) },
        });
        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Contains("slow-0"));
        var began = TimeProvider.System.GetTimestamp();
        world.Cloud.PublishAlerts(Json.Alert("while-backfilling", TimeProvider.System.GetUtcNow()));
        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Contains("while-backfilling"));

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.Empty((await world.EventsAsync($"connector/{connector}")).OfType<BackfillCompleted>());
        await world.DisableAsync(connector);
    }

    [Fact]
    public async Task The_same_stretch_may_be_asked_for_again_and_nothing_of_it_is_recorded_twice()
    {
        Publish("again", 12, daysAgo: 20);
        var connector = await world.AddAsync();
        await using var run = await RunAsync();
        var window = new SourceWindow(Now.AddDays(-21), Now.AddDays(-19));
        await CompletedAsync(connector, await AskAsync(connector, window));
        var completed = await CompletedAsync(connector, await AskAsync(connector, window));

        Assert.True(completed.Received >= 12);
        Assert.Equal((0, 0), (completed.New, completed.Revised));
        Assert.Equal(12, (await world.IngestedAsync(connector)).Count(id => id.StartsWith("again-", StringComparison.Ordinal)));
        Assert.Equal(2, (await Covered(connector)).Count(c => c.Origin == Origin.Backfill && c.Window.From == window.From));
        await world.DisableAsync(connector);
    }

    private async Task<IReadOnlyList<PollWindowCovered>> Covered(string connector) =>
        [.. (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowCovered>()];

    private async Task<Guid> AskAsync(string connector, SourceWindow window)
    {
        await world.AppendAsync(connector, new BackfillRequested { Connector = connector, Window = window, By = Somebody });
        return (await world.Database.Log.ReadStreamAsync(PollingWorld.Tenant, $"connector/{connector}")).Last(e => e.Type == "backfill_requested").Id;
    }

    private async Task<BackfillCompleted> CompletedAsync(string connector, Guid request)
    {
        BackfillCompleted? completed = null;
        await world.WaitForAsync(async () => (completed = (await world.EventsAsync($"connector/{connector}"))
            .OfType<BackfillCompleted>().SingleOrDefault(c => c.Request == request)) is not null);
        return completed!;
    }

    private Task<PollersRun> RunAsync(int? pageSize = null, RequestLimits? limits = null) =>
        PollersRun.StartAsync(world, world.NewPollers(options: new PollerOptions { GraphPageSize = pageSize }, limits: limits));

    private void Publish(string name, int count, int daysAgo) => world.Cloud.PublishAlerts(
        "[" + string.Join(',', Enumerable.Range(0, count).Select(i => Json.Alert($"{name}-{i}", Now.AddDays(-daysAgo).AddMinutes(i)))) + "]");
}
