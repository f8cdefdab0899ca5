using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Ingestion.Tests.Setup;

namespace Dropzone.Ledger.Ingestion.Tests.Pains;

/// <summary>A poll that repeats itself appends the same alert again and again.</summary>
public sealed class Pain03_the_boundary_record_comes_back_for_ever(PollingWorld world) : IClassFixture<PollingWorld>
{
    [Fact]
    public async Task A_hundred_polls_of_unchanged_data_append_nothing_and_update_one_row_each()
    {
        var now = TimeProvider.System.GetUtcNow();
        world.Cloud.PublishAlerts("[" + string.Join(',', Enumerable.Range(0, 40).Select(i => Json.Alert($"same-{i}", now.AddMinutes(-1).AddSeconds(i / 10)))) + "]");
        var connector = await world.AddAsync(s => s with { PollInterval = TimeSpan.FromMilliseconds(10) });
        using var stop = new CancellationTokenSource();
        await using var session = await world.Database.OpenLeaseSessionAsync();
        var running = world.Pollers.RunAsync(session, stop.Token);
        await world.WaitForAsync(async () => (await world.IngestedAsync(connector)).Count >= 40
            && (await world.EventsAsync($"connector/{connector}")).OfType<PollWindowCovered>().Any());
        var head = await world.Database.Log.HeadAsync(PollingWorld.Tenant);
        var first = await RevisionAsync(connector);
        for (var i = 0; i < 100; i++)
        {
            Assert.IsType<PollOutcome.Polled>(await world.Pollers.PollOnceAsync(PollingWorld.Tenant, connector));
        }

        var (revision, polls) = (await RevisionAsync(connector), (await world.CursorAsync(connector)).Polls);
        Assert.Equal(head.Position, (await world.Database.Log.HeadAsync(PollingWorld.Tenant)).Position);
        Assert.InRange(revision - first, 100, long.MaxValue);
        Assert.True(revision <= polls + 1, "more updates of the row than polls");

        await stop.CancelAsync();
        await running;

        await world.DisableAsync(connector);

        // The clean stop says what was quiet, and nothing else.
        var after = await world.Database.Log.ReadLogAsync(PollingWorld.Tenant, head.Position, 10);
        Assert.Equal(["poll_window_covered", "connector_disabled"], after.Select(e => e.Type));
        Assert.Null((await world.CursorAsync(connector)).PendingFrom);
    }

    [Fact]
    public async Task A_second_ledger_process_with_a_lost_cursor_records_nothing_twice()
    {
        world.Cloud.PublishAlerts(Json.Alert("twice", TimeProvider.System.GetUtcNow().AddMinutes(-3)));
        var connector = await world.AddAsync();
        await world.PollAsync(connector);
        await world.AdminAsync<object>("delete from ledger.cursors where name like 'poll/%' returning name");
        var again = await world.PollAsync(connector, world.NewPollers());

        await world.DisableAsync(connector);
        Assert.Equal(0, again.Counts.New);
        Assert.Single(await world.AlertAsync(connector, "twice"));
    }

    private async Task<long> RevisionAsync(string connector) =>
        (await world.Database.Cursors.ReadAsync(PollingWorld.Tenant, PollCursor.NameOf(connector, "alerts")))!.Revision;
}
