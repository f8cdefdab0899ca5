using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Pains;

public sealed class Pain13_both_sides_write_for_ever_or_drift_apart(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    private static readonly TicketSyncOptions Sweeping = TicketWorld.Fast with { SweepEvery = TimeSpan.FromMilliseconds(40) };

    public Task InitializeAsync() => world.StartAsync(Sweeping);

    public Task DisposeAsync() => world.StopAsync();

    [Fact]
    public async Task a_reopening_at_the_source_is_found_by_state_and_taken_over()
    {
        var ticket = await world.IncidentAsync();
        await world.MoveAsync(ticket, InvestigationStatus.Closed, Conclusion.Benign);
        await world.SettledAsync(ticket);
        world.Cloud.ChangeIncident(ticket.Incident, """{"status":"Active","classification":null,"classificationReason":null}""", "somebody");
        var state = await world.SettledAsync(ticket, 2);
        Assert.Equal(InvestigationStatus.InProgress, state.Investigation.Status);
        Assert.Equal(TicketSyncCause.Sweep, (await world.LastAsync<TicketSyncRequested>(ticket)).Cause);
        Assert.Equal("Active", world.Shown(ticket)["status"]!.ToString());
    }

    [Fact]
    public async Task an_automation_that_undoes_each_write_is_met_a_few_times_and_then_a_person_is_asked()
    {
        await world.ConfigureAsync(new TicketSyncSettings { UpdateStatusOnInvestigationChange = true, ConflictPolicy = ConflictPolicy.Ours });
        var ticket = await world.IncidentAsync();
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        for (var intents = 1; intents <= 5; intents++)
        {
            await world.SettledAsync(ticket, intents);
            if (await world.LastAsync<LedgerEvent>(ticket) is TicketSyncFailed)
            {
                break;
            }

            world.Cloud.ChangeIncident(ticket.Incident, """{"status":"New"}""", "automation");
        }

        Assert.Equal("back-and-forth", (await world.LastAsync<TicketSyncFailed>(ticket)).ErrorCode);
        Assert.InRange(world.Cloud.AcceptedWrites.Count(w => w.Incident == ticket.Incident), 1, 4);
        await world.ConfigureAsync();
    }

    [Fact]
    public async Task what_the_source_changed_is_never_sent_back_to_it()
    {
        var ticket = await world.IncidentAsync();
        await world.AppendAsync(
            TicketWorld.StreamOf(ticket.Incident), "alert", null,
            new InvestigationStatusChanged { From = InvestigationStatus.Queued, To = InvestigationStatus.InProgress, By = Actor.Remote, Tickets = [ticket] });
        var other = await world.IncidentAsync();
        await world.MoveAsync(other, InvestigationStatus.InProgress);
        await world.SettledAsync(other);
        Assert.Empty((await world.StateAsync(ticket)).Tickets);
    }
}
