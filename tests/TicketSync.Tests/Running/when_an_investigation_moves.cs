using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Running;

public sealed class when_an_investigation_moves(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    public Task InitializeAsync() => world.StartAsync();

    public async Task DisposeAsync()
    {
        world.Cloud.ClearFaults();
        await world.StopAsync();
    }

    [Fact]
    public async Task its_status_is_written_and_the_outcome_has_before_and_after()
    {
        var ticket = await world.IncidentAsync();
        var cause = await world.MoveAsync(ticket, InvestigationStatus.Closed, Conclusion.Malicious, reason: "Seen before");
        await world.SettledAsync(ticket);

        var asked = await world.LastAsync<TicketSyncRequested>(ticket);
        Assert.Equal((TicketSyncCause.StatusChanged, new TicketFields("New")), (asked.Cause, asked.Known));
        var outcome = await world.LastAsync<TicketStatusSynced>(ticket);
        Assert.Equal(TicketSyncResult.Written, outcome.Result);
        Assert.Equal(new TicketFields("New"), outcome.Before);
        Assert.Equal(new TicketFields("Closed", "TruePositive", "SuspiciousActivity", "Seen before"), outcome.After);
        Assert.Equal(1, outcome.Attempts);
        Assert.NotNull(outcome.ModifiedAt);
        Assert.Equal("Closed", world.Shown(ticket)["status"]!.ToString());
        Assert.Equal("triage@example.org", world.Shown(ticket)["owner"]!["assignedTo"]!.ToString());
        Assert.NotEqual(Guid.Empty, cause);
    }

    [Fact]
    public async Task a_collector_reads_of_its_intent_and_its_outcome()
    {
        var read = new ConcurrentBag<(string Name, string? Tag)>();
        using var collector = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Dropzone.Ledger.TicketSync")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => read.Add((instrument.Name, tags[0].Value as string));
        collector.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        collector.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        collector.Start();
        var ticket = await world.IncidentAsync();
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);
        await world.StopAsync();

        Assert.Contains(("ledger.tickets.intents", "StatusChanged"), read);
        Assert.Contains(("ledger.tickets.outcomes", "Written"), read);
        Assert.Contains(("ledger.tickets.duration", "Written"), read);
    }

    [Fact]
    public async Task reopening_takes_the_classification_out()
    {
        var ticket = await world.IncidentAsync();
        await world.MoveAsync(ticket, InvestigationStatus.Closed, Conclusion.Benign);
        await world.SettledAsync(ticket);
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket, 2);

        Assert.Equal("Active", world.Shown(ticket)["status"]!.ToString());
        Assert.Null(world.Shown(ticket)["classification"]);
        Assert.All((await world.StateAsync(ticket)).Tickets, t => Assert.Equal(TicketIntentState.Written, t.State));
    }

    [Fact]
    public async Task a_ticket_that_has_it_already_is_not_written()
    {
        var ticket = await world.IncidentAsync("""{"status":"Active"}""");
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);

        Assert.Equal(TicketSyncResult.AlreadyInSync, (await world.LastAsync<TicketStatusSynced>(ticket)).Result);
        Assert.DoesNotContain(world.Cloud.AcceptedWrites, w => w.Incident == ticket.Incident);
    }

    [Fact]
    public async Task only_the_last_of_several_changes_need_be_written()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.AddFault(new() { Id = "wait", Path = ticket.Incident, Method = "GET", Kind = Simulator.Faults.FaultKind.Throttle, RetryAfterSeconds = 60, Next = 1 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.WaitForAsync(async () => (await world.StateAsync(ticket)).Tickets.Count == 1);
        await world.WaitForFaultAsync("wait");
        await world.MoveAsync(ticket, InvestigationStatus.Closed, Conclusion.Undetermined);
        await world.WaitForAsync(async () => (await world.StateAsync(ticket)).Tickets[0].State == TicketIntentState.Superseded);
        world.Cloud.RemoveFault("wait");
        var state = await world.SettledAsync(ticket, 2);

        Assert.Equal([TicketIntentState.Superseded, TicketIntentState.Written], state.Tickets.Select(t => t.State));
        Assert.Equal("Undetermined", world.Shown(ticket)["classification"]!.ToString());
    }

    [Fact]
    public async Task a_write_whose_answer_was_lost_is_not_taken_for_a_persons_when_it_was_asked_for_before_the_last_one_ended()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.AddFault(new() { Id = "slow", Path = ticket.Incident, Method = "PUT", Kind = Simulator.Faults.FaultKind.Slow, Seconds = 1, Nth = 1 });
        world.Cloud.AddFault(new() { Id = "lost", Path = ticket.Incident, Method = "PUT", Kind = Simulator.Faults.FaultKind.LostAnswer, Nth = 2 });
        // Each intent reads before it writes, and after: the fourth read is the one that would tell what became of the lost answer.
        world.Cloud.AddFault(new() { Id = "blind", Path = ticket.Incident, Method = "GET", Kind = Simulator.Faults.FaultKind.Status, Status = 503, RetryAfterSeconds = 3000, Nth = 4 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.WaitForFaultAsync("slow");
        await world.MoveAsync(ticket, InvestigationStatus.Closed, Conclusion.Benign);
        await world.WaitForFaultAsync("blind");
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        var state = await world.SettledAsync(ticket, 3);

        Assert.Equal([TicketIntentState.Written, TicketIntentState.Superseded, TicketIntentState.Written], state.Tickets.Select(t => t.State));
        Assert.Equal("Active", world.Shown(ticket)["status"]!.ToString());
        Assert.Null((await world.LastAsync<TicketStatusSynced>(ticket)).Conflict);
    }

    [Fact]
    public async Task another_ticket_goes_on_while_one_waits()
    {
        var (stuck, free) = (await world.IncidentAsync(), await world.IncidentAsync());
        world.Cloud.AddFault(new() { Id = "down", Path = stuck.Incident, Kind = Simulator.Faults.FaultKind.Status, Status = 503, RetryAfterSeconds = 3000 });
        await world.MoveAsync(stuck, InvestigationStatus.InProgress);
        await world.MoveAsync(free, InvestigationStatus.InProgress);
        await world.SettledAsync(free);
        Assert.Single((await world.StateAsync(stuck)).OpenTickets);
    }

    [Fact]
    public async Task a_comment_names_the_ledger_and_the_event_when_that_is_asked_for()
    {
        await world.ConfigureAsync(new TicketSyncSettings { UpdateStatusOnInvestigationChange = true, Comment = true });
        var ticket = await world.IncidentAsync();
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        var state = await world.SettledAsync(ticket);

        var comment = Assert.Single(world.Cloud.ShowComments(ticket.Incident));
        Assert.Contains(state.Tickets[0].Intent.ToString(), comment, StringComparison.Ordinal);
        Assert.NotNull((await world.LastAsync<TicketStatusSynced>(ticket)).Comment);
        await world.ConfigureAsync();
    }

    [Fact]
    public async Task turning_the_option_on_sends_nothing_of_the_past()
    {
        await world.ConfigureAsync(new TicketSyncSettings());
        var (before, after) = (await world.IncidentAsync(), await world.IncidentAsync());
        await world.MoveAsync(before, InvestigationStatus.InProgress);
        await world.ConfigureAsync();
        await world.MoveAsync(after, InvestigationStatus.InProgress);
        await world.SettledAsync(after);
        Assert.Empty((await world.StateAsync(before)).Tickets);
        Assert.Equal("New", world.Shown(before)["status"]!.ToString());
    }

    [Fact]
    public async Task turning_the_option_off_ends_what_waits_with_a_word_of_what_to_do()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.AddFault(new() { Id = "off", Path = ticket.Incident, Kind = Simulator.Faults.FaultKind.Status, Status = 503, RetryAfterSeconds = 3000 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.WaitForAsync(async () => (await world.StateAsync(ticket)).Tickets.Count == 1);
        await world.ConfigureAsync(new TicketSyncSettings());
        await world.SettledAsync(ticket);
        Assert.Equal("option-off", (await world.LastAsync<TicketSyncFailed>(ticket)).ErrorCode);
        await world.ConfigureAsync();
    }
}
