using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Api.Cli.Replay;

/// <summary>One event as a person reads it.</summary>
/// <param name="Headline">What happened, one line.</param>
/// <param name="Details">What it changed, a line each: before and after where there is a before.</param>
public sealed record Chapter(string Headline, IReadOnlyList<string> Details);

/// <summary>Tells the events of a stream, in order, as a story. Pure: keeps what was told, to say what each event changed.</summary>
public sealed class Story
{
    private readonly Dictionary<string, (AlertFacts Facts, SourceVersion Version)> told = new(StringComparer.Ordinal);

    /// <summary>The next event of the given stream.</summary>
    public Chapter Tell(string stream, LedgerEvent happened) => happened switch
    {
        AlertIngested e => First(stream, e),
        AlertRevised e => Revised(stream, e),
        AlertRedirected e => new("The source folded it into another item", [$"into {e.IntoSourceId}"]),
        AlertExcluded e => new($"Excluded by the filter '{e.Rule}' of revision {e.Revision}{Again(e.Cause)}", [$"{e.Field} = {e.Value}", e.Reason]),
        AlertAdmitted e => new($"Shown again: nothing in revision {e.Revision} excludes it{Again(e.Cause)}", [e.Reason]),
        InvestigationStatusChanged e => new(
            $"{Who(e.By)} moved the investigation from {e.From} to {e.To}{(e.Conclusion is { } c ? $", concluding {c}" : "")}",
            [.. Maybe("why", e.Reason), .. e.Tickets.Select(t => $"ticket: incident {t.Incident} of workspace {t.Workspace} ({t.Connector})")]),
        InvestigationAssigned e => new(e.Assignee is null ? $"{Who(e.By)} took it from everybody" : $"{Who(e.By)} gave it to {e.Assignee}", []),
        InvestigationNoteAdded e => new($"{Who(e.By)} wrote a note", [e.Text]),
        TicketSyncRequested e => new($"Write-back to incident {e.Ticket.Incident} was asked for", [$"wanted status: {e.Wanted.Status}", $"cause: {e.Cause}"]),
        TicketStatusSynced e => new($"Incident {e.Ticket.Incident} is in step ({e.Result})", [$"attempts: {e.Attempts}", .. Change("status", e.Before?.Status, e.After?.Status)]),
        TicketSyncFailed e => new($"Write-back to incident {e.Ticket.Incident} failed: {e.ErrorCode}", [e.WhatToDo]),
        PayloadErased e => new($"{Who(e.By)} erased the payload ({e.Commitments.Count} document(s)); the facts stay", [e.Reason]),
        ConnectorConfigured e => new($"{Who(e.By)} {(e.Revision == 1 ? "created the connector" : $"changed the settings (revision {e.Revision})")}", Settings(e.Settings)),
        ConnectorEnabled e => new($"{Who(e.By)} allowed polling", []),
        ConnectorDisabled e => new($"{Who(e.By)} stopped polling", [.. Maybe("why", e.Reason)]),
        ConnectorRemoved e => new($"{Who(e.By)} removed the connector; its history stays", []),
        SecretRotated e => new($"{Who(e.By)} stored a new {e.Field}", []),
        PollWindowCovered e => Covered(e),
        PollWindowFailed e => new($"Reading {e.Resource} failed (try {e.Attempt}): {e.ErrorCode}", [Window(e.Window), e.Message, .. Maybe("request", e.RequestId), .. Maybe("what to do", e.WhatToDo)]),
        CoverageGapFound e => new($"A stretch of {e.Resource} cannot be read ({e.ErrorCode}); newer alerts flow on", [Window(e.Window), $"tries: {e.Attempt}"]),
        CoverageGapAccepted e => new($"{Who(e.By)} accepted that a stretch of {e.Resource} is not read", [Window(e.Window), e.Reason]),
        BackfillRequested e => new($"{Who(e.By)} asked for the past", [Window(e.Window)]),
        BackfillCompleted e => new("The past that was asked for was read whole", [Window(e.Window)]),
        GroupRulesChanged e => new($"{Who(e.By)} changed the group rules (revision {e.Revision})", [.. e.Rules.Select(r => $"{r.Id}: {r.Kind}")]),
        ReadModelRebuilt e => new($"{Who(e.By)} rebuilt {e.Projection}: generation {e.Generation} serves", [$"{e.Events} events, {e.Rows} rows, hash {e.HashAfter}"]),
        LedgerExported e => new($"{Who(e.By)} exported the record up to position {e.Position}", [$"SHA-256 {e.Digest}"]),
        AccessTokenIssued e => new($"{Who(e.By)} issued the token '{e.Name}' ({e.Role})", [$"valid until {e.ExpiresAt:u}"]),
        AccessTokenRevoked e => new($"{Who(e.By)} revoked a token", [$"token {e.Token}"]),
        SignInRefused e => new($"A sign-in was refused: {e.Code}", [.. Maybe("from", e.RemoteAddress)]),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "This event has no words yet."),
    };

    private Chapter First(string stream, AlertIngested e)
    {
        told[stream] = (e.Facts, e.Version);
        return new(
            $"First seen: {e.Facts.Severity} · {e.Facts.Title}",
            [
                $"{e.Kind} of connector {e.Connector}, id {e.SourceId}",
                $"status {e.Facts.Status}, {e.Facts.EntityCount} entities{(e.Facts.Alerts.Count > 0 ? $", {e.Facts.Alerts.Count} alerts" : "")}",
                .. Maybe("detected by", e.Facts.DetectionSource),
                .. Maybe("made at the source", e.Facts.CreatedAt),
                .. Maybe("payload", e.Payload is null ? "not kept" : $"{e.Payload.Size} bytes, commitment {e.Payload.Commitment[..12]}…"),
                .. e.Warnings.Select(w => $"warning: {w}"),
            ]);
    }

    private Chapter Revised(string stream, AlertRevised e)
    {
        var known = told.TryGetValue(stream, out var before);
        var current = !known || SourceOrder.Compare(e.Version, before.Version) >= 0;
        var lines = current ? e.Changed.Select(name => FactText.Change(name, before.Facts, e.Facts)).ToList() : [];
        if (current)
        {
            told[stream] = (e.Facts, e.Version);
        }

        var cause = e.Cause switch
        {
            RevisionCause.Echo => "Our own write came back",
            RevisionCause.Mapping => "A corrected mapper read the payload again",
            _ => current ? "The source changed it" : "An older version arrived late; nothing current changed",
        };
        return new(cause, [.. lines, .. Maybe("modified at the source", e.Version.ModifiedAt), .. e.Warnings.Select(w => $"warning: {w}")]);
    }

    private static Chapter Covered(PollWindowCovered e) => new(
        $"Read {e.Resource}: {e.Received} received, {e.New} new, {e.Revised} revised, {e.Excluded} excluded",
        [Window(e.Window), $"{e.Polls} poll(s), {e.Pages} page(s), {e.Origin.ToString().ToLowerInvariant()}{(e.Settled ? ", settled" : "")}", .. e.Warnings.Select(w => $"warning: {w}")]);

    private static string[] Settings(ConnectorSettings settings) =>
    [
        $"{settings.Kind}, cloud {settings.Cloud}, tenant {settings.Credentials.TenantId}",
        $"severities: {(settings.EnabledSeverities.Count == 0 ? "all" : string.Join(", ", settings.EnabledSeverities))}",
        .. settings.Exclusions.Titles.Select(t => $"titles excluded: {t.Pattern}{(t.Reason is null ? "" : $" ({t.Reason})")}"),
        $"asked every {settings.PollInterval}, overlap {settings.LogIngestionDelay}, lookback {settings.PollLookback}",
    ];

    private static string Who(Actor actor) => actor.Kind == ActorKind.Person ? actor.Name : $"{actor.Name} ({actor.Kind.ToString().ToLowerInvariant()})";

    private static string Again(DecisionCause cause) => cause == DecisionCause.Reevaluation ? ", when the filters were applied again" : "";

    private static string Window(SourceWindow window) => $"{window.From:u} to {window.To:u}";

    private static IEnumerable<string> Maybe(string name, string? value) => value is null ? [] : [$"{name}: {value}"];

    private static IEnumerable<string> Change(string name, string? before, string? after) => before == after ? [] : [$"{name}: {before ?? "–"} → {after ?? "–"}"];
}
