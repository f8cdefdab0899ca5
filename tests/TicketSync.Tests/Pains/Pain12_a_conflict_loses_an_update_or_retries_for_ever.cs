using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Pains;

public sealed class Pain12_a_conflict_loses_an_update_or_retries_for_ever(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    public Task InitializeAsync() => world.StartAsync();

    public async Task DisposeAsync()
    {
        world.Cloud.ClearFaults();
        await world.StopAsync();
    }

    public static TheoryData<string, string, int?, int, string> Faults => new()
    {
        { "GET", "Status", 500, 2, "Written" },
        { "GET", "Throttle", null, 2, "Written" },
        { "GET", "Reset", null, 2, "Written" },
        { "GET", "InvalidJson", null, 2, "Written" },
        { "GET", "TruncatedPage", null, 2, "Written" },
        { "PUT", "Status", 409, 2, "Written" },
        { "PUT", "Status", 412, 2, "Written" },
        { "PUT", "Status", 503, 2, "Written" },
        { "PUT", "Throttle", null, 2, "Written" },
        { "PUT", "Reset", null, 2, "Written" },
        { "PUT", "LostAnswer", null, 2, "Written" },
        { "PUT", "InvalidJson", null, 2, "Written" },
        { "PUT", "OtherWriter", null, 3, "Written" },
        { "PUT", "Status", 409, 1000, "conflict-persists" },
        { "PUT", "OtherWriter", null, 1000, "conflict-persists" },
        { "PUT", "Status", 403, 1, "permission-missing" },
        { "GET", "Status", 403, 1, "permission-missing" },
        { "PUT", "Status", 400, 1, "bad-request" },
        { "GET", "Status", 404, 1, "incident-gone" },
        { "PUT", "Status", 404, 1, "incident-gone" },
        { "PUT", "Status", 401, 1, "token-refused" },
        { "PUT", "Status", 500, 2, "Written" },
        { "PUT", "Status", 502, 2, "Written" },
        { "PUT", "Status", 504, 2, "Written" },
        { "GET", "Status", 502, 2, "Written" },
        { "GET", "Status", 504, 2, "Written" },
        { "GET", "Status", 307, 2, "Written" },
        { "PUT", "Status", 307, 2, "Written" },
        { "PUT", "PartialContent", null, 2, "Written" },
        { "GET", "Status", 307, 1000, "invalid-answer" },
        { "PUT", "Status", 307, 1000, "invalid-answer" },
        { "GET", "PartialContent", null, 1000, "partial" },
        { "GET", "InvalidJson", null, 1000, "invalid-answer" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task each_intent_ends_in_exactly_one_outcome(string method, string kind, int? status, int next, string ends)
    {
        var ticket = await world.IncidentAsync();
        var fault = new Fault
        {
            Id = "f",
            Path = ticket.Incident,
            Method = method,
            Kind = Enum.Parse<FaultKind>(kind),
            Status = status ?? 500,
            Code = status == 409 ? "Conflict" : "Fault",
            Next = next,
            RetryAfterSeconds = kind == "Throttle" ? 0 : null,
        };
        world.Cloud.AddFault(fault);
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);

        var outcomes = (await world.EventsAsync(ticket)).Where(e => e is TicketStatusSynced or TicketSyncFailed).ToList();
        var outcome = Assert.Single(outcomes);
        Assert.Equal(ends, outcome is TicketStatusSynced synced ? synced.Result.ToString() : ((TicketSyncFailed)outcome).ErrorCode);
        var effective = world.Cloud.AcceptedWrites.Count(w => w.Incident == ticket.Incident && w.Changed);
        Assert.Equal(ends == "Written" ? 1 : 0, effective);
    }

    [Fact]
    public async Task a_revoked_role_names_the_one_to_grant()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.AddFault(new Fault { Path = ticket.Incident, Method = "PUT", Kind = FaultKind.Status, Status = 403, Code = "AuthorizationFailed" });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);
        Assert.Contains("Microsoft Sentinel Responder", (await world.LastAsync<TicketSyncFailed>(ticket)).WhatToDo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_incident_that_was_deleted_is_not_made_anew()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.DeleteIncident(ticket.Incident);
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);
        Assert.Equal("incident-gone", (await world.LastAsync<TicketSyncFailed>(ticket)).ErrorCode);
        Assert.Null(world.Cloud.ShowIncident(ticket.Incident));
    }

    [Fact]
    public async Task an_incident_that_is_deleted_between_the_read_and_the_write_is_not_made_anew()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.AddFault(new Fault { Id = "slow", Path = ticket.Incident, Method = "PUT", Kind = FaultKind.Slow, Seconds = 0.5 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.WaitForFaultAsync("slow");
        world.Cloud.DeleteIncident(ticket.Incident);
        await world.SettledAsync(ticket);
        Assert.Equal("incident-gone", (await world.LastAsync<TicketSyncFailed>(ticket)).ErrorCode);
        Assert.Null(world.Cloud.ShowIncident(ticket.Incident));
    }

    [Fact]
    public async Task a_source_that_makes_it_anew_all_the_same_is_named()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.AddFault(new Fault { Path = ticket.Incident, Method = "PUT", Kind = FaultKind.Status, Status = 201, Next = 1 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);
        Assert.Equal("incident-made-anew", (await world.LastAsync<TicketSyncFailed>(ticket)).ErrorCode);
    }

    [Theory]
    [InlineData(ConflictPolicy.PersonWins, "ours", "Active", InvestigationStatus.InProgress)]
    [InlineData(ConflictPolicy.Ours, "ours", "Active", InvestigationStatus.InProgress)]
    [InlineData(ConflictPolicy.Theirs, "theirs", "Closed", InvestigationStatus.Closed)]
    public async Task every_use_of_the_policy_is_recorded_with_both_values(string policy, string winner, string status, InvestigationStatus investigation)
    {
        await world.ConfigureAsync(new TicketSyncSettings { UpdateStatusOnInvestigationChange = true, ConflictPolicy = policy });
        var ticket = await world.IncidentAsync();
        world.Cloud.ChangeIncident(ticket.Incident, """{"status":"Closed","classification":"Undetermined"}""", "somebody");
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        var state = await world.SettledAsync(ticket);

        var conflict = (await world.LastAsync<TicketStatusSynced>(ticket)).Conflict!;
        Assert.Equal((policy, winner, "Active", "Closed"), (conflict.Policy, conflict.Winner, conflict.Ours.Status, conflict.Theirs.Status));
        Assert.Equal(status, world.Shown(ticket)["status"]!.ToString());
        Assert.Equal(investigation, state.Investigation.Status);
        Assert.Single(state.Tickets);
        await world.ConfigureAsync();
    }

    [Fact]
    public async Task the_use_of_the_policy_is_told_when_the_answer_of_the_write_is_lost()
    {
        await world.ConfigureAsync(new TicketSyncSettings { UpdateStatusOnInvestigationChange = true, ConflictPolicy = ConflictPolicy.Ours });
        var ticket = await world.IncidentAsync();
        world.Cloud.ChangeIncident(ticket.Incident, """{"status":"Closed","classification":"Undetermined"}""", "somebody");
        world.Cloud.AddFault(new Fault { Path = ticket.Incident, Method = "PUT", Kind = FaultKind.LostAnswer, Next = 1 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.SettledAsync(ticket);
        var outcome = await world.LastAsync<TicketStatusSynced>(ticket);
        Assert.Equal((TicketSyncResult.Written, ConflictPolicy.Ours, "Closed"), (outcome.Result, outcome.Conflict!.Winner, outcome.Conflict.Theirs.Status));
        await world.ConfigureAsync();
    }

    [Fact]
    public async Task a_person_at_the_other_side_wins_over_a_program_on_ours()
    {
        var ticket = await world.IncidentAsync();
        world.Cloud.ChangeIncident(ticket.Incident, """{"status":"Closed","classification":"Undetermined"}""", "somebody");
        await world.MoveAsync(ticket, InvestigationStatus.InProgress, by: TicketWorld.Program);
        var state = await world.SettledAsync(ticket);
        Assert.Equal((InvestigationStatus.Closed, Conclusion.Undetermined), (state.Investigation.Status, state.Investigation.Conclusion));
        Assert.Equal(ActorKind.Source, (await world.LastAsync<InvestigationStatusChanged>(ticket)).By.Kind);
        Assert.Equal(TicketIntentState.Superseded, Assert.Single(state.Tickets).State);
    }

    [Fact]
    public async Task a_fold_into_another_incident_is_followed()
    {
        var (gone, into) = (await world.IncidentAsync(), await world.IncidentAsync());
        world.Cloud.MergeIncidents(gone.Incident, into.Incident);
        await world.AppendAsync(
            TicketWorld.StreamOf(gone.Incident), "alert", null,
            new AlertRedirected { Version = new SourceVersion("2", "2026-01-02T00:00:00Z"), IntoSourceId = into.Incident, ObservedAt = DateTimeOffset.UnixEpoch });
        await world.MoveAsync(gone, InvestigationStatus.InProgress);
        await world.SettledAsync(gone);
        var outcome = await world.LastAsync<TicketStatusSynced>(gone);
        Assert.Equal((TicketSyncResult.Written, into), (outcome.Result, outcome.FollowedTo));
        Assert.Equal("Active", world.Shown(into)["status"]!.ToString());
        Assert.Equal("Closed", world.Shown(gone)["status"]!.ToString());
    }

    [Theory]
    [InlineData(false, "Written", "Active")]
    [InlineData(true, "redirected-worked-on", "Closed")]
    public async Task an_intent_that_waited_when_its_incident_was_folded_follows_unless_the_other_one_is_worked_on(bool worked, string ends, string status)
    {
        var (gone, into) = (await world.IncidentAsync(), await world.IncidentAsync());
        if (worked)
        {
            await world.MoveAsync(into, InvestigationStatus.Closed, Conclusion.Malicious);
            await world.SettledAsync(into);
        }

        world.Cloud.AddFault(new Fault { Id = "dark", Path = gone.Incident, Method = "GET", Kind = FaultKind.Status, Status = 503, RetryAfterSeconds = 3000 });
        await world.MoveAsync(gone, InvestigationStatus.InProgress);
        await world.WaitForFaultAsync("dark");
        await world.StopAsync();
        world.Cloud.ClearFaults();
        world.Cloud.MergeIncidents(gone.Incident, into.Incident);
        await world.AppendAsync(
            TicketWorld.StreamOf(gone.Incident), "alert", null,
            new AlertRedirected { Version = new SourceVersion("2", "2026-01-02T00:00:00Z"), IntoSourceId = into.Incident, ObservedAt = DateTimeOffset.UnixEpoch });
        await world.StartAsync();
        await world.SettledAsync(gone);

        var outcome = (await world.EventsAsync(gone)).Last(static e => e is TicketStatusSynced or TicketSyncFailed);
        Assert.Equal(ends, outcome is TicketStatusSynced synced ? synced.Result.ToString() : ((TicketSyncFailed)outcome).ErrorCode);
        Assert.Equal(status, world.Shown(into)["status"]!.ToString());
        Assert.DoesNotContain(world.Cloud.AcceptedWrites, w => w.Incident == gone.Incident);
    }
}
