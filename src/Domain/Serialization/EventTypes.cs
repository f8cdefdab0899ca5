using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>The one registry of stored event names: each alias, the record it names, and its stored version.</summary>
public static class EventTypes
{
    /// <summary>Every event type of the ledger, in alphabetical order of the alias.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        new("access_token_issued", typeof(AccessTokenIssued)),
        new("access_token_revoked", typeof(AccessTokenRevoked)),
        new("alert_admitted", typeof(AlertAdmitted)),
        new("alert_evidence_kept", typeof(AlertEvidenceKept)),
        new("alert_evidence_missed", typeof(AlertEvidenceMissed)),
        new("alert_excluded", typeof(AlertExcluded)),
        new("alert_ingested", typeof(AlertIngested)),
        new("alert_redirected", typeof(AlertRedirected)),
        new("alert_revised", typeof(AlertRevised)),
        new("backfill_cancelled", typeof(BackfillCancelled)),
        new("backfill_completed", typeof(BackfillCompleted)),
        new("backfill_requested", typeof(BackfillRequested)),
        new("connector_configured", typeof(ConnectorConfigured)),
        new("connector_disabled", typeof(ConnectorDisabled)),
        new("connector_enabled", typeof(ConnectorEnabled)),
        new("connector_removed", typeof(ConnectorRemoved)),
        new("coverage_gap_accepted", typeof(CoverageGapAccepted)),
        new("coverage_gap_found", typeof(CoverageGapFound)),
        new("group_rules_changed", typeof(GroupRulesChanged)),
        new("investigation_assigned", typeof(InvestigationAssigned)),
        new("investigation_note_added", typeof(InvestigationNoteAdded)),
        new("investigation_status_changed", typeof(InvestigationStatusChanged)),
        new("ledger_exported", typeof(LedgerExported)),
        new("payload_erased", typeof(PayloadErased)),
        new("poll_window_covered", typeof(PollWindowCovered)),
        new("poll_window_failed", typeof(PollWindowFailed)),
        new("read_model_rebuilt", typeof(ReadModelRebuilt)),
        new("secret_rotated", typeof(SecretRotated)),
        new("sign_in_refused", typeof(SignInRefused)),
        new("source_counted", typeof(SourceCounted)),
        new("ticket_status_synced", typeof(TicketStatusSynced)),
        new("ticket_sync_failed", typeof(TicketSyncFailed)),
        new("ticket_sync_requested", typeof(TicketSyncRequested)),
    ];
}

/// <summary>One stored event name.</summary>
/// <param name="Alias">The name in the column <c>type</c>.</param>
/// <param name="Record">The record that it is read into.</param>
public sealed record EventType(string Alias, Type Record);
