using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Pains;

public sealed class Pain09_races_and_retries_duplicate_or_skip(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        world.Cloud.ClearFaults();
        await world.StopAsync();
    }

    [Fact]
    public async Task two_processes_make_one_intent_and_one_outcome_a_change()
    {
        var tickets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.IncidentAsync()));
        using var stop = new CancellationTokenSource();
        await using var first = await world.Database.OpenLeaseSessionAsync();
        await using var second = await world.Database.OpenLeaseSessionAsync();
        var running = Task.WhenAll(world.Workers().RunAsync(first, stop.Token), world.Workers().RunAsync(second, stop.Token));
        foreach (var ticket in tickets)
        {
            await world.MoveAsync(ticket, InvestigationStatus.InProgress);
            await world.SettledAsync(ticket);
        }

        await stop.CancelAsync();
        await running;
        foreach (var ticket in tickets)
        {
            Assert.Single((await world.EventsAsync(ticket)).OfType<TicketSyncRequested>());
            Assert.Single((await world.EventsAsync(ticket)).OfType<TicketStatusSynced>());
            Assert.Single(world.Cloud.AcceptedWrites, w => w.Incident == ticket.Incident);
        }
    }

    [Fact]
    public async Task a_restart_skips_nothing_and_does_nothing_twice()
    {
        var tickets = new List<TicketReference>();
        for (var i = 0; i < 6; i++)
        {
            tickets.Add(await world.IncidentAsync());
            await world.MoveAsync(tickets[i], InvestigationStatus.InProgress);
            await world.StartAsync();
            if (i % 2 == 0)
            {
                await world.SettledAsync(tickets[i]);
            }

            await world.StopAsync();
        }

        await world.StartAsync();
        foreach (var ticket in tickets)
        {
            Assert.Single((await world.SettledAsync(ticket)).Tickets);
            Assert.Equal(1, world.Cloud.AcceptedWrites.Count(w => w.Incident == ticket.Incident && w.Changed));
        }
    }

    [Fact]
    public async Task what_waited_when_a_process_ended_is_taken_up_by_the_next()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.AddFault(new() { Id = "down", Path = ticket.Incident, Kind = Simulator.Faults.FaultKind.Status, Status = 503, RetryAfterSeconds = 3000 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.StartAsync();
        await world.WaitForAsync(async () => (await world.StateAsync(ticket)).Tickets.Count == 1);
        await world.StopAsync();
        world.Cloud.ClearFaults();
        await world.StartAsync();
        Assert.Equal(TicketIntentState.Written, Assert.Single((await world.SettledAsync(ticket)).Tickets).State);
    }
}
