using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Events of an alert in a sentence. Pure; texts of sources are quoted as they are and must be shown as text.</summary>
public static class EventStory
{
    /// <summary>What happened.</summary>
    public static string Of(LedgerEvent happened) => happened switch
    {
        AlertIngested e => $"First seen by {e.Connector}: {e.Facts.Severity} \"{e.Facts.Title}\", status {e.Facts.Status}{Warned(e.Warnings)}.",
        AlertRevised { Cause: RevisionCause.Echo } e => $"Our own change came back from the source{Warned(e.Warnings)}.",
        AlertRevised { Cause: RevisionCause.Mapping } e => $"The kept payload was read again; {Listed(e.Changed)}{Warned(e.Warnings)}.",
        AlertRevised e => $"Another version came from the source; {Listed(e.Changed)}{Warned(e.Warnings)}.",
        AlertRedirected e => $"The source folded it into {e.IntoSourceId}.",
        AlertExcluded e => $"Excluded by {e.Rule} of revision {e.Revision}: {e.Field} is \"{e.Value}\". {e.Reason}",
        AlertAdmitted e => $"Admitted: no rule of revision {e.Revision} excludes it. {e.Reason}",
        InvestigationStatusChanged e => $"{e.By.Name} moved the investigation from {e.From} to {e.To}"
            + $"{(e.Conclusion is { } conclusion ? $" ({conclusion})" : "")}{Because(e.Reason)}.",
        InvestigationAssigned { Assignee: { } assignee } e => $"{e.By.Name} gave the investigation to {assignee}.",
        InvestigationAssigned e => $"{e.By.Name} took the investigation from everybody.",
        InvestigationNoteAdded e => $"{e.By.Name} noted: {e.Text}",
        TicketSyncRequested e => $"To be written to incident {e.Ticket.Incident} of {e.Ticket.Workspace}: {e.Wanted.Status}.",
        TicketStatusSynced e => $"Incident {e.Ticket.Incident} of {e.Ticket.Workspace}: {e.Result}.",
        TicketSyncFailed e => $"Incident {e.Ticket.Incident} of {e.Ticket.Workspace} could not be written ({e.ErrorCode}). {e.WhatToDo}",
        PayloadErased e => $"{e.By.Name} erased payload and entities{Because(e.Reason)}.",
        _ => happened?.GetType().Name ?? "",
    };

    private static string Listed(IReadOnlyList<string> changed) =>
        changed.Count == 0 ? "nothing that the ledger reads changed" : $"changed: {string.Join(", ", changed)}";

    private static string Warned(IReadOnlyList<string> warnings) =>
        warnings.Count == 0 ? "" : $" ({warnings.Count} {(warnings.Count == 1 ? "thing" : "things")} could not be read)";

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $": {reason}";
}
