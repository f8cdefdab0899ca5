/** Every type of event that the ledger records, by what it is about. */
export const eventTypes: Readonly<Record<string, readonly string[]>> = {
  Alerts: ["alert_ingested", "alert_revised", "alert_redirected", "alert_excluded", "alert_admitted", "alert_evidence_kept", "alert_evidence_missed", "payload_erased"],
  Investigations: ["investigation_status_changed", "investigation_assigned", "investigation_note_added"],
  Tickets: ["ticket_sync_requested", "ticket_status_synced", "ticket_sync_failed"],
  Connectors: ["connector_configured", "connector_enabled", "connector_disabled", "connector_removed", "secret_rotated"],
  Coverage: ["poll_window_covered", "poll_window_failed", "coverage_gap_found", "coverage_gap_accepted", "source_counted", "backfill_requested", "backfill_completed", "backfill_cancelled"],
  Ledger: ["group_rules_changed", "read_model_rebuilt", "ledger_exported", "access_token_issued", "access_token_revoked", "sign_in_refused"],
};
