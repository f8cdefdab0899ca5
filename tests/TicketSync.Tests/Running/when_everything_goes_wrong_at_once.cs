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
            world.Cloud.AddFault(new Fault { Service = "arm", Method = method, Kind = kind, Status = 503, Probability = 0.04, RetryAfterSeconds = 0 });
        }

        var tickets = new List<TicketReference>();
        for (var i = 0; i < Incidents; i++)
        {
            tickets.Add(await world.IncidentAsync());
        }

        for (var round = 0; round < Changes; round++)
        {
            await world.StartAsync();
            foreach (var ticket in tickets)
            {
                await world.MoveAsync(ticket, round % 2 == 0 ? InvestigationStatus.InProgress : InvestigationStatus.Closed, round % 2 == 0 ? null : Conclusion.Benign);
            }

            await world.StopAsync();
        }

        await world.StartAsync();
        foreach (var ticket in tickets)
        {
            var state = await world.SettledAsync(ticket, Changes);
            var outcomes = (await world.EventsAsync(ticket)).Select(e => e switch
            {
                TicketStatusSynced s => s.Intent,
                TicketSyncFailed f => f.Intent,
                _ => (Guid?)null,
            }).OfType<Guid>().ToList();
            Assert.Equal(Changes, outcomes.Distinct().Count());
            Assert.Equal(outcomes.Distinct(), outcomes);
            Assert.DoesNotContain(state.Tickets, t => t.State is TicketIntentState.Failed or TicketIntentState.Waiting);
            Assert.Equal("Active", world.Shown(ticket)["status"]!.ToString());
            Assert.Equal("triage@example.org", world.Shown(ticket)["owner"]!["assignedTo"]!.ToString());
            Assert.InRange(world.Cloud.AcceptedWrites.Count(w => w.Incident == ticket.Incident && w.Changed), 1, Changes);
        }

        world.Cloud.ClearFaults();
        await world.StopAsync();
    }
}
