using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Running;

public sealed class when_everything_goes_wrong_at_once(TicketWorld world) : IClassFixture<TicketWorld>
{
    private const int Incidents = 20;
    private const int Changes = 5;

    [Fact]
    public async Task each_intent_ends_in_one_outcome_and_the_source_has_the_last_word_of_the_ledger()
    {
        foreach (var (kind, method) in ((FaultKind, string)[])
            [(FaultKind.Status, "GET"), (FaultKind.Reset, "GET"), (FaultKind.Throttle, "PUT"), (FaultKind.LostAnswer, "PUT"), (FaultKind.OtherWriter, "PUT"), (FaultKind.Reset, "PUT")])
        {
            world.Cloud.AddFault(new Fault { Service = "arm", Method = method, Kind = kind, Status = 503, Probability = 0.1, RetryAfterSeconds = 0 });
        }

        // The checkpoint moves at once: what a restart meets again is what was under way, and no more.
        var options = TicketWorld.Fast with { CheckpointAfter = TimeSpan.Zero };

        var tickets = new List<TicketReference>();
        for (var i = 0; i < Incidents; i++)
        {
            tickets.Add(await world.IncidentAsync());
        }

        for (var round = 0; round < Changes; round++)
        {
            await world.StartAsync(options);
            foreach (var ticket in tickets)
            {
                await world.MoveAsync(ticket, round % 2 == 0 ? InvestigationStatus.InProgress : InvestigationStatus.Closed, round % 2 == 0 ? null : Conclusion.Benign);
            }

            await world.StopAsync();
        }

        await world.StartAsync(options);
        foreach (var ticket in tickets)
        {
            var state = await world.SettledAsync(ticket, Changes);
            var events = await world.EventsAsync(ticket);
            var outcomes = events.Select(e => e switch
            {
                TicketStatusSynced s => s.Intent,
                TicketSyncFailed f => f.Intent,
                _ => (Guid?)null,
            }).OfType<Guid>().ToList();
            Assert.Equal(state.Tickets.Select(static t => t.Intent).Order(), outcomes.Order());
            Assert.Equal(Changes, events.OfType<TicketSyncRequested>().Count(static r => r.Replaces is null));
            Assert.DoesNotContain(state.Tickets, t => t.State is TicketIntentState.Failed or TicketIntentState.Waiting);
            Assert.Equal("Active", world.Shown(ticket)["status"]!.ToString());
            Assert.Equal("triage@example.org", world.Shown(ticket)["owner"]!["assignedTo"]!.ToString());
            Assert.InRange(world.Cloud.AcceptedWrites.Count(w => w.Incident == ticket.Incident && w.Changed), 1, state.Tickets.Count);
        }

        world.Cloud.ClearFaults();
        await world.StopAsync();
    }
}
