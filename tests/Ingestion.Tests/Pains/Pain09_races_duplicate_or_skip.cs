using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>Two pollers, a poller that dies, settings that change under a poll.</summary>
public sealed class Pain09_races_duplicate_or_skip(PollingWorld world) : IClassFixture<PollingWorld>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task One_process_polls_and_when_it_dies_another_takes_over_within_ten_seconds()
    {
        var connector = await world.AddAsync();
        await using var otherDatabase = world.OpenDatabase();
        var (first, second) = (world.NewPollers(), world.NewPollers(otherDatabase));
        using var stop = new CancellationTokenSource();
        var firstSession = await world.Database.OpenLeaseSessionAsync();
        await using var secondSession = await otherDatabase.OpenLeaseSessionAsync();
        using var firstStop = new CancellationTokenSource();
        var firstRun = first.RunAsync(firstSession, firstStop.Token);
        await PublishAndWaitAsync(connector, "race-1");
        var secondRun = second.RunAsync(secondSession, stop.Token);
        Assert.IsType<PollOutcome.Polled>(await first.PollOnceAsync(PollingWorld.Tenant, connector));
        Assert.IsType<PollOutcome.BusyElsewhere>(await second.PollOnceAsync(PollingWorld.Tenant, connector));

        // Dies without a word: the session is gone, nothing is flushed.
        var began = TimeProvider.System.GetTimestamp();
        await firstSession.DisposeAsync();
        await firstRun;
        await PublishAndWaitAsync(connector, "race-2");
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.IsType<PollOutcome.Polled>(await second.PollOnceAsync(PollingWorld.Tenant, connector));

        await stop.CancelAsync();
        await secondRun;
        await world.DisableAsync(connector);
        Assert.Equal(2, (await world.IngestedAsync(connector)).Count(id => id.StartsWith("race-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_pollers_that_both_believe_to_hold_the_lease_write_each_fact_once()
    {
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, 60).Select(i => Json.Alert($"both-{i}", Now.AddMinutes(-5).AddSeconds(i)))) + "]");
        var connector = await world.AddAsync();
        var state = (await new ConnectorStreams(world.Database).FindAsync(PollingWorld.Tenant, connector))!;
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunUnleasedAsync(state))));

        await world.DisableAsync(connector);

        Assert.Contains(results, r => r.Failure is null);
        Assert.Equal(60, (await world.IngestedAsync(connector)).Count(id => id.StartsWith("both-", StringComparison.Ordinal)));
        Assert.Equal(
            await world.AdminAsync<long>("select count(*) from ledger.mt_events"),
            await world.AdminAsync<long>("select max(seq_id) from ledger.mt_events where tenant_id = 'default'"));
    }

    [Fact]
    public async Task New_settings_are_met_within_a_second_and_decide_from_then_on()
    {
        var connector = await world.AddAsync(s => s with { PollInterval = TimeSpan.FromMinutes(5) });
        using var stop = new CancellationTokenSource();
        await using var session = await world.Database.OpenLeaseSessionAsync();
        var run = world.Pollers.RunAsync(session, stop.Token);
        await PublishAndWaitAsync(connector, "settings-first");
        var settings = (Microsoft365Settings)(await new ConnectorStreams(world.Database).FindAsync(PollingWorld.Tenant, connector))!.Settings;
        await world.ConfigureAsync(connector, 2, settings with { EnabledSeverities = ["High"] });
        world.Cloud.PublishAlerts(Json.Alert("settings-low", Now.AddMinutes(-2), severity: "low"));
        await world.Pollers.PollOnceAsync(PollingWorld.Tenant, connector);

        Assert.Equal(2, (await world.AlertAsync(connector, "settings-low")).OfType<AlertExcluded>().Single().Revision);

        await world.DisableAsync(connector);
        await stop.CancelAsync();
        await run;
        Assert.IsType<PollOutcome.NotPolled>(await world.Pollers.PollOnceAsync(PollingWorld.Tenant, connector));
    }

    private async Task PublishAndWaitAsync(string connector, string id)
    {
        world.Cloud.PublishAlerts(Json.Alert(id, TimeProvider.System.GetUtcNow()));
        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Contains(id));
    }

    private async Task<ResourceOutcome> RunUnleasedAsync(ConnectorState state)
    {
        using var connection = world.OpenCloud();
        var view = new ConnectorView(world.Database, PollingWorld.Tenant, state);
        var reader = ResourceReaders.Of(state, connection, new PollerOptions { GraphPageSize = 7 }, (_, _) => Task.CompletedTask).Single();
        var ledger = new PollLedger(world.Database, view, reader.Resource);
        await ledger.LoadAsync(default);
        var poll = new ResourcePoll(reader, ledger, view, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var outcome = await poll.RunAsync(forced: true, default);
        return poll.Ended is null ? outcome : outcome with { Failure = new PollFailure("lost", "the cursor was moved by another") };
    }
}
