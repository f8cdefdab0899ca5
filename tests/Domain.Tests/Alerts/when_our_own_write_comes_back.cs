using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Tests.Alerts;

public sealed class when_our_own_write_comes_back
{
    private const string Incident = "3f1c2d0a-7a0e-4a0b-9a37-3d1f5b0c9e21";
    private const string Application = "alert-ledger";
    private static readonly TicketReference Ticket = new("sentinel", "law", Incident);
    private static readonly AlertFacts Facts = new()
    {
        Title = "Collection activity", Severity = "Medium", Status = "New", Workspace = "law", ModifiedAt = "2026-11-20T06:00:00Z", ModifiedBy = "Published",
    };

    [Theory]
    [InlineData("alert-ledger", RevisionCause.Echo)]
    [InlineData("External application - alert-ledger", RevisionCause.Echo)]
    [InlineData("External application - another-alert-ledger", RevisionCause.Source)]
    [InlineData("dana@example.org", RevisionCause.Source)]
    public void the_name_of_our_application_beside_our_values_tells_it_at_whatever_time(string by, RevisionCause cause) =>
        Assert.Equal(cause, CauseOf(Written(), Facts with { Status = "Active", ModifiedAt = "2026-11-20T06:05:09Z", ModifiedBy = by }));

    [Fact]
    public void our_name_beside_other_values_is_no_write_of_the_ledger() =>
        Assert.Equal(RevisionCause.Source, CauseOf(Written(), Facts with { Status = "Closed", Classification = "Undetermined", ModifiedAt = Time, ModifiedBy = Application }));

    [Fact]
    public void another_change_at_the_very_time_of_ours_is_not_ours() =>
        Assert.Equal(RevisionCause.Source, CauseOf(Written(), Facts with { Status = "Active", ModifiedAt = Time, ModifiedBy = "dana@example.org" }));

    [Fact]
    public void the_synchronisation_that_writes_the_same_once_more_is_an_echo_too()
    {
        var state = Seen(Written(), Facts with { Status = "Active", ModifiedAt = Time, ModifiedBy = Application });
        Assert.Equal(RevisionCause.Echo, CauseOf(state, Facts with { Status = "Active", ModifiedAt = "2026-11-20T06:05:30Z", ModifiedBy = "Microsoft Defender XDR" }));
        Assert.Equal(RevisionCause.Source, CauseOf(state, Facts with
        {
            Status = "Active", ModifiedAt = "2026-11-20T06:05:30Z", ModifiedBy = "Microsoft Defender XDR", AssignedTo = "dana@example.org",
        }));
    }

    [Fact]
    public void where_nobody_is_named_the_time_at_which_the_source_took_the_write_tells_it()
    {
        var nameless = Facts with { Status = "Active", ModifiedBy = null };
        Assert.Equal(RevisionCause.Echo, CauseOf(Written(), nameless with { ModifiedAt = Time }));
        Assert.Equal(RevisionCause.Source, CauseOf(Written(), nameless with { ModifiedAt = "2026-11-20T06:05:01Z" }));
    }

    [Fact]
    public void after_a_crash_only_the_name_can_tell_whose_write_it_was()
    {
        var found = Written(TicketSyncResult.AlreadyInSync);
        Assert.Equal(RevisionCause.Echo, CauseOf(found, Facts with { Status = "Active", ModifiedAt = Time, ModifiedBy = Application }));
        Assert.Equal(RevisionCause.Source, CauseOf(found, Facts with { Status = "Active", ModifiedAt = Time, ModifiedBy = null }));
        Assert.Equal(RevisionCause.Source, CauseOf(found, Facts with { Status = "Active", ModifiedAt = Time, ModifiedBy = "dana@example.org" }));
    }

    [Theory]
    [InlineData(Application, RevisionCause.Echo)]
    [InlineData("dana@example.org", RevisionCause.Source)]
    public void a_write_that_was_done_and_undone_before_it_was_told_is_known_by_what_its_intent_wanted(string by, RevisionCause cause)
    {
        var wrote = Facts with { Status = "Closed", Classification = "Undetermined", ModifiedAt = Time, ModifiedBy = by };
        Assert.Equal(cause, CauseOf(Folded([Ingested, Wished("Closed"), Superseded(Application)]), wrote));
        Assert.Equal(cause, CauseOf(Folded([Ingested, Wished("Active"), Told(TicketSyncResult.Written), Wished("Closed"), Superseded(null)]), wrote));
        Assert.Equal(cause, CauseOf(Folded([Ingested, Wished("Active"), Told(TicketSyncResult.Written), Wished("Closed")]), wrote));
    }

    [Theory]
    [InlineData(Application, RevisionCause.Echo)]
    [InlineData("External application - alert-ledger", RevisionCause.Echo)]
    [InlineData("dana@example.org", RevisionCause.Source)]
    [InlineData(null, RevisionCause.Source)]
    public void before_any_outcome_names_us_the_intent_does(string? by, RevisionCause cause)
    {
        var wrote = Facts with { Status = "Closed", Classification = "Undetermined", ModifiedAt = Time, ModifiedBy = by };
        var named = Wished("Closed") with { Application = Application };
        Assert.Equal(cause, CauseOf(Folded([Ingested, named]), wrote));
        Assert.Equal(cause, CauseOf(Folded([Ingested, named, Superseded(null)]), wrote));
        Assert.Equal(cause, CauseOf(Folded([Ingested, named, Failed(tries: 1)]), wrote));
        Assert.Equal(RevisionCause.Source, CauseOf(Folded([Ingested, named, Failed(tries: 0)]), wrote));
        Assert.Equal(RevisionCause.Source, CauseOf(Folded([Ingested, named]), wrote with { Classification = "TruePositive" }));
        Assert.Equal(RevisionCause.Source, CauseOf(Folded([Ingested, named with { Ticket = Ticket with { Incident = "another" } }]), wrote));
        Assert.Equal(RevisionCause.Source, CauseOf(Folded([Ingested, Wished("Closed")]), wrote));
    }

    [Fact]
    public void what_no_intent_wanted_is_nobodys_untold_write() => Assert.Equal(
        RevisionCause.Source,
        CauseOf(
            Folded([Ingested, Wished("Active"), Told(TicketSyncResult.Written), Wished("Closed"), Superseded(null)]),
            Facts with { Status = "New", Severity = "High", ModifiedAt = Time, ModifiedBy = Application }));

    [Fact]
    public void it_changes_no_investigation_and_no_decision() =>
        Assert.Single(Observe(Written(), Facts with { Status = "Active", ModifiedAt = Time, ModifiedBy = Application }));

    private const string Time = "2026-11-20T06:05:00Z";

    private static RevisionCause CauseOf(AlertState state, AlertFacts seen) => Assert.IsType<AlertRevised>(Observe(state, seen)[0]).Cause;

    private static IReadOnlyList<AlertEvent> Observe(AlertState state, AlertFacts seen) => AlertDecider.Observe(
        state,
        new Observation
        {
            Connector = "sentinel", Kind = AlertKind.SentinelIncident, SourceId = Incident, Version = new SourceVersion($"{seen.ModifiedAt}/{seen.ModifiedBy}", seen.ModifiedAt!),
            Facts = seen, Mapper = 2, Origin = Origin.Live, Cause = RevisionCause.Source, ObservedAt = DateTimeOffset.UnixEpoch,
        },
        Settings,
        1);

    private static AlertState Seen(AlertState state, AlertFacts seen) => AlertState.Apply(
        state, Observe(state, seen)[0], Guid.NewGuid(), state.StreamVersion + 1, DateTimeOffset.UnixEpoch)!;

    private static AlertState Written(TicketSyncResult result = TicketSyncResult.Written) => Folded([Ingested, Wished("Active"), Told(result)]);

    private static AlertIngested Ingested { get; } = new()
    {
        Connector = "sentinel", Kind = AlertKind.SentinelIncident, SourceId = Incident, Version = new SourceVersion("1", "2026-11-20T06:00:00Z"), Facts = Facts,
        Mapper = 2, Origin = Origin.Live, ObservedAt = DateTimeOffset.UnixEpoch,
    };

    private static TicketSyncRequested Wished(string status) => new()
    {
        Ticket = Ticket, Cause = TicketSyncCause.StatusChanged, Wanted = new TicketFields(status, status == "Closed" ? "Undetermined" : null),
    };

    private static TicketStatusSynced Told(TicketSyncResult result) => new()
    {
        Intent = Guid.Empty, Ticket = Ticket, Result = result, After = new TicketFields("Active"), ModifiedAt = Time, Application = Application, Attempts = 1,
    };

    private static TicketStatusSynced Superseded(string? application) => new()
    {
        Intent = Guid.Empty, Ticket = Ticket, Result = TicketSyncResult.Superseded, Application = application, Attempts = 1,
    };

    private static TicketSyncFailed Failed(int tries) => new()
    {
        Intent = Guid.Empty, Ticket = Ticket, ErrorCode = "permission-missing", WhatToDo = "Grant it.", Attempts = tries,
    };

    /// <summary>An outcome is that of the intent before it.</summary>
    private static AlertState Folded(IReadOnlyList<AlertEvent> events)
    {
        var ids = events.Select(static _ => Guid.NewGuid()).ToList();
        return AlertState.Fold(events.Select((e, n) =>
            (e switch
            {
                TicketStatusSynced synced => synced with { Intent = ids[n - 1] },
                TicketSyncFailed failed => failed with { Intent = ids[n - 1] },
                _ => (LedgerEvent)e,
            }, ids[n], n + 1L, DateTimeOffset.UnixEpoch)))!;
    }

    private static SentinelSettings Settings { get; } = new()
    {
        Credentials = new() { ClientId = "c", TenantId = "t" }, Workspaces = [new SentinelWorkspace("law", "w", "s", "r")],
    };
}
