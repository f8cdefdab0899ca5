using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.TicketSync.Tests.Setup;

namespace Dropzone.Ledger.TicketSync.Tests.Running;

/// <summary>Its answer is lost, and until the ticket can be read again somebody goes on: each intent writes at most once all the same.</summary>
public sealed class when_a_write_may_have_been_done(TicketWorld world) : IClassFixture<TicketWorld>, IAsyncLifetime
{
    private const string Theirs = """{"status":"Closed","classification":"Undetermined"}""";

    public async Task InitializeAsync() =>
        await world.ConfigureAsync(new TicketSyncSettings { UpdateStatusOnInvestigationChange = true, ConflictPolicy = ConflictPolicy.Ours });

    public async Task DisposeAsync()
    {
        world.Cloud.ClearFaults();
        await world.StopAsync();
    }

    [Theory]
    [InlineData(Theirs, true, false)]
    [InlineData(Theirs, true, true)]
    [InlineData("""{"status":"New"}""", false, false)]
    [InlineData("""{"status":"New"}""", false, true)]
    public async Task and_somebody_changed_the_ticket_since_another_intent_goes_on(string theirs, bool isConflict, bool restarted)
    {
        var ticket = await world.IncidentAsync();
        await SendIntoTheDarkAsync(ticket, restarted ? 3000 : 1);
        world.Cloud.ChangeIncident(ticket.Incident, theirs, "somebody");
        if (restarted)
        {
            await RestartAsync();
        }

        var state = await world.SettledAsync(ticket, 2);

        Assert.Equal([TicketIntentState.Superseded, TicketIntentState.Written], state.Tickets.Select(static t => t.State));
        var asked = (await world.EventsAsync(ticket)).OfType<TicketSyncRequested>().ToList();
        Assert.Equal((state.Tickets[0].Intent, asked[0].Wanted, asked[0].Cause), (asked[1].Replaces, asked[1].Wanted, asked[1].Cause));
        var ends = (await world.EventsAsync(ticket)).OfType<TicketStatusSynced>().ToList();
        Assert.Equal(ends[1].Before, ends[0].Before);
        Assert.Equal(isConflict, ends[1].Conflict is not null);
        Assert.Equal("Active", world.Shown(ticket)["status"]!.ToString());
        Assert.Equal(2, world.Cloud.AcceptedWrites.Count(w => w.Incident == ticket.Incident && w.Changed));
    }

    [Fact]
    public async Task and_nobody_changed_the_ticket_since_it_is_in_sync()
    {
        var ticket = await world.IncidentAsync();
        await SendIntoTheDarkAsync(ticket, 3000);
        await RestartAsync();
        var state = await world.SettledAsync(ticket);

        Assert.Equal(TicketIntentState.AlreadyInSync, Assert.Single(state.Tickets).State);
        Assert.Single(world.Cloud.AcceptedWrites, w => w.Incident == ticket.Incident);
    }

    [Fact]
    public async Task a_poll_that_comes_before_any_outcome_knows_it_by_what_the_intent_says()
    {
        var ticket = await world.IncidentAsync();
        await SendIntoTheDarkAsync(ticket, 3000);
        var state = await world.StateAsync(ticket);
        var write = Assert.Single(world.Cloud.AcceptedWrites, w => w.Incident == ticket.Incident);

        Assert.Equal(write.By, Assert.Single(state.OpenTickets).Application);
        Assert.Null(state.OwnWrites);
        Assert.Equal(RevisionCause.Echo, CauseOf(state, write.By, "Active"));
        Assert.Equal(RevisionCause.Source, CauseOf(state, "dana@example.org", "Active"));
        Assert.Equal(RevisionCause.Source, CauseOf(state, write.By, "New"));
    }

    [Fact]
    public async Task the_ticket_says_that_it_was_not()
    {
        var ticket = await world.IncidentAsync();
        await world.StartAsync();
        world.Cloud.AddFault(new Fault { Id = "down", Path = ticket.Incident, Method = "PUT", Kind = FaultKind.Reset });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.WaitForFaultAsync("down");
        await RestartAsync();
        var state = await world.SettledAsync(ticket);

        Assert.Equal(TicketIntentState.Written, Assert.Single(state.Tickets).State);
        Assert.Single(world.Cloud.AcceptedWrites, w => w.Incident == ticket.Incident);
    }

    [Fact]
    public async Task and_that_again_and_again_a_person_is_asked()
    {
        var ticket = await world.IncidentAsync();
        await SendIntoTheDarkAsync(ticket, 3000);
        for (var i = 1; i <= TicketDecider.MostConflicts; i++)
        {
            world.Cloud.ChangeIncident(ticket.Incident, Theirs, "somebody");
            await world.StopAsync();
            world.Cloud.ClearFaults();
            world.Cloud.AddFault(new Fault { Id = "lost", Path = ticket.Incident, Method = "PUT", Kind = FaultKind.LostAnswer, Nth = 1 });
            world.Cloud.AddFault(new Fault { Id = $"dark{i}", Path = ticket.Incident, Method = "GET", Kind = FaultKind.Status, Status = 503, RetryAfterSeconds = 3000, Nth = 3 });
            await world.StartAsync();
            await (i < TicketDecider.MostConflicts ? world.WaitForFaultAsync($"dark{i}") : world.SettledAsync(ticket));
        }

        var state = await world.StateAsync(ticket);
        Assert.Equal("conflict-persists", state.Tickets[^1].ErrorCode);
        Assert.All(state.Tickets.SkipLast(1), static t => Assert.Equal(TicketIntentState.Superseded, t.State));
    }

    private static RevisionCause CauseOf(AlertState state, string by, string status)
    {
        var facts = state.Facts with { Status = status, ModifiedAt = "2027-01-01T00:00:00Z", ModifiedBy = by };
        var seen = new Observation
        {
            Connector = state.Connector, Kind = state.Kind, SourceId = state.SourceId, Version = new SourceVersion("2", facts.ModifiedAt), Facts = facts,
            Mapper = state.Mapper, Origin = Origin.Live, Cause = RevisionCause.Source, ObservedAt = DateTimeOffset.UnixEpoch,
        };
        var settings = new SentinelSettings
        {
            Credentials = new() { ClientId = "c", TenantId = "t" }, Workspaces = [new SentinelWorkspace(state.Facts.Workspace!, "w", "s", "r")],
        };
        return Assert.IsType<AlertRevised>(AlertDecider.Observe(state, seen, settings, 1)[0]).Cause;
    }

    /// <summary>The write is done, its answer is lost, and the ticket cannot be read.</summary>
    private async Task SendIntoTheDarkAsync(TicketReference ticket, int seconds)
    {
        await world.StartAsync();
        world.Cloud.AddFault(new Fault { Id = "lost", Path = ticket.Incident, Method = "PUT", Kind = FaultKind.LostAnswer, Nth = 1 });
        world.Cloud.AddFault(new Fault { Id = "dark", Path = ticket.Incident, Method = "GET", Kind = FaultKind.Status, Status = 503, RetryAfterSeconds = seconds, Nth = 2 });
        await world.MoveAsync(ticket, InvestigationStatus.InProgress);
        await world.WaitForFaultAsync("dark");
    }

    private async Task RestartAsync()
    {
        await world.StopAsync();
        world.Cloud.ClearFaults();
        await world.StartAsync();
    }
}
