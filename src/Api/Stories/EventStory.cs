using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Api.Stories;

/// <summary>Every event of the ledger in a sentence. Pure; texts of sources are quoted as they are and must be shown as text.</summary>
public static class EventStory
{
    /// <summary>What happened.</summary>
    public static string Of(LedgerEvent happened) => happened switch
    {
        AlertEvent e => OfAlert(e),
        ConnectorEvent e => OfConnector(e),
        GroupRulesChanged e => $"{Who(e.By)} changed the group rules (revision {e.Revision}).",
        ReadModelRebuilt e => $"{Who(e.By)} rebuilt {e.Projection}: generation {e.Generation} serves.",
        LedgerExported e => $"{Who(e.By)} exported the record up to position {e.Position}.",
        AccessTokenIssued e => $"{Who(e.By)} issued the token \"{e.Name}\" ({e.Role}).",
        AccessTokenRevoked e => $"{Who(e.By)} revoked the token {e.Token}.",
        SignInRefused e => $"A sign-in was refused: {e.Code}.",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened?.GetType().Name, "This event has no words yet."),
    };

    private static string OfAlert(AlertEvent happened) => happened switch
    {
        AlertIngested e => $"First seen by {e.Connector}: {e.Facts.Severity} \"{e.Facts.Title}\", status {e.Facts.Status}{Warned(e.Warnings)}.",
        AlertRevised { Cause: RevisionCause.Echo } e => $"Our own change came back from the source{Warned(e.Warnings)}.",
        AlertRevised { Cause: RevisionCause.Mapping } e => $"The kept payload was read again; {Listed(e.Changed)}{Warned(e.Warnings)}.",
        AlertRevised e => $"Another version came from the source; {Listed(e.Changed)}{Warned(e.Warnings)}.",
        AlertRedirected e => $"The source folded it into {e.IntoSourceId}.",
        AlertEvidenceKept e => $"Kept {Evidence(e.Evidence)} as evidence ({e.Document.Size} bytes){(e.Without is null ? "" : $", {e.Without}")}.",
        AlertEvidenceMissed e => $"Could not keep {Evidence(e.Evidence)} as evidence: {e.Reason}",
        AlertExcluded e => $"Excluded by {e.Rule} of revision {e.Revision}: {e.Field} is \"{e.Value}\". {e.Reason}",
        AlertAdmitted e => $"Admitted: no rule of revision {e.Revision} excludes it. {e.Reason}",
        InvestigationStatusChanged e => $"{Who(e.By)} moved the investigation from {e.From} to {e.To}"
            + $"{(e.Conclusion is { } conclusion ? $" ({conclusion})" : "")}{Because(e.Reason)}.",
        InvestigationAssigned { Assignee: { } assignee } e => $"{Who(e.By)} gave the investigation to {assignee}.",
        InvestigationAssigned e => $"{Who(e.By)} took the investigation from everybody.",
        InvestigationNoteAdded e => $"{Who(e.By)} noted: {e.Text}",
        TicketSyncRequested e => $"To be written to incident {e.Ticket.Incident} of {e.Ticket.Workspace}: {Fields(e.Wanted)}{Cause(e)}.",
        TicketStatusSynced { Conflict: { Winner: "theirs" } conflict } e =>
            $"Incident {e.Ticket.Incident} of {e.Ticket.Workspace} keeps its own state, {Fields(conflict.Theirs)}: {conflict.Because}",
        TicketStatusSynced { Result: TicketSyncResult.Written } e =>
            $"Written back to incident {e.Ticket.Incident} of {e.Ticket.Workspace}: {Fields(e.Before)} became {Fields(e.After)}.",
        TicketStatusSynced { Result: TicketSyncResult.AlreadyInSync } e =>
            $"Incident {e.Ticket.Incident} of {e.Ticket.Workspace} was {Fields(e.After)} already; nothing was written.",
        TicketStatusSynced { Conflict: null, Before: { } found } e =>
            $"Somebody changed incident {e.Ticket.Incident} of {e.Ticket.Workspace} to {Fields(found)} when it may have been written for this: another intent goes on.",
        TicketStatusSynced e => $"Not written to incident {e.Ticket.Incident} of {e.Ticket.Workspace}: a later change is.",
        TicketSyncFailed e => $"Incident {e.Ticket.Incident} of {e.Ticket.Workspace} could not be written ({e.ErrorCode}). {e.WhatToDo}",
        PayloadErased e => $"{Who(e.By)} erased payload and entities{Because(e.Reason)}.",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "This event has no words yet."),
    };

    private static string OfConnector(ConnectorEvent happened) => happened switch
    {
        ConnectorConfigured { Revision: 1 } e => $"{Who(e.By)} created the connector.",
        ConnectorConfigured e => $"{Who(e.By)} changed the settings (revision {e.Revision}).",
        ConnectorEnabled e => $"{Who(e.By)} allowed polling.",
        ConnectorDisabled e => $"{Who(e.By)} stopped polling{Because(e.Reason)}.",
        ConnectorRemoved e => $"{Who(e.By)} removed the connector; its history stays.",
        SecretRotated e => $"{Who(e.By)} changed the secret {e.Field}.",
        PollWindowCovered e => $"Read {e.Resource}: {e.Received} received, {e.New} new, {e.Revised} revised, {e.Excluded} excluded{Warned(e.Warnings)}.",
        PollWindowFailed e => $"Reading {e.Resource} failed (try {e.Attempt}): {e.ErrorCode}. {e.Message}",
        CoverageGapFound { Message: { } why } e => $"A gap in {e.Resource}: {why}",
        CoverageGapFound e => $"A stretch of {e.Resource} cannot be read ({e.ErrorCode}, {e.Attempt} tries); newer alerts flow on.",
        CoverageGapAccepted e => $"{Who(e.By)} accepted that a stretch of {e.Resource} is not read: {e.Reason}",
        BackfillRequested e => $"{Who(e.By)} asked for the past{Because(e.Reason)}.",
        BackfillCancelled e => $"{Who(e.By)} took a request for the past back{Because(e.Reason)}.",
        BackfillCompleted { Gaps: > 0 } e => $"The past that was asked for was read, but for {e.Gaps} gap(s): {e.New} new, {e.Revised} revised.",
        BackfillCompleted { New: not null } e => $"The past that was asked for was read whole: {e.Received} received, {e.New} new, {e.Revised} revised.",
        BackfillCompleted => "The past that was asked for was read whole.",
        SourceCounted e when e.AtSource == e.InLedger => $"The source counts {e.AtSource} of {e.Resource}, and so does the ledger.",
        SourceCounted e => $"The source counts {e.AtSource} of {e.Resource}, the ledger {e.InLedger}.",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "This event has no words yet."),
    };

    private static string Evidence(string name) => name.Split('/')[0] switch
    {
        "mail" => "the mail",
        "quarantine" => "the quarantined mail",
        _ => name,
    };

    private static string Cause(TicketSyncRequested asked) => asked.Cause switch
    {
        _ when asked.Replaces is not null && asked.Cause != TicketSyncCause.Retry => ", once more after somebody changed it",
        TicketSyncCause.Retry => ", once more after a failure",
        TicketSyncCause.Sweep => ", since both sides were found apart",
        TicketSyncCause.OptionOn => ", as the past was asked for",
        _ => "",
    };

    private static string Fields(TicketFields? fields) => fields switch
    {
        null => "unknown",
        { Classification: null } => fields.Status,
        { Reason: null } => $"{fields.Status} ({fields.Classification})",
        _ => $"{fields.Status} ({fields.Classification}, {fields.Reason})",
    };

    private static string Who(Actor actor) => actor.Name;

    private static string Listed(IReadOnlyList<string> changed) =>
        changed.Count == 0 ? "nothing that the ledger reads changed" : $"changed: {string.Join(", ", changed)}";

    private static string Warned(IReadOnlyList<string> warnings) =>
        warnings.Count == 0 ? "" : $" ({warnings.Count} {(warnings.Count == 1 ? "warning" : "warnings")})";

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $": {reason}";
}
