using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Api.Stories;

/// <summary>One event as a person reads it.</summary>
/// <param name="Headline">What happened, one sentence.</param>
/// <param name="Details">What it changed, a line each: before and after where there is a before.</param>
/// <param name="Changed">What it changed of an alert.</param>
public sealed record Chapter(string Headline, IReadOnlyList<string> Details, IReadOnlyList<FieldChange> Changed);

/// <summary>Tells events in the order of the log. Folds each alert as it goes, to say what an event changed.</summary>
public sealed class Story
{
    private const int LongestValue = 120;
    private const int MostAlerts = 20_000;
    private readonly Dictionary<string, AlertState?> alerts = new(StringComparer.Ordinal);

    /// <summary>Whether it knows what an alert was before its next event; of very many it forgets those of long ago.</summary>
    public bool Knows(string stream) => alerts.ContainsKey(stream);

    /// <summary>What an alert was before its next event.</summary>
    public void Recall(string stream, AlertState? state) => Keep(stream, state);

    /// <summary>The next event.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="at">When it was recorded.</param>
    /// <param name="happened">The event.</param>
    public Chapter Tell(string stream, Guid id, long version, DateTimeOffset at, LedgerEvent happened)
    {
        var (changed, lines) = happened is AlertEvent e ? Changed(stream, id, version, at, e) : ([], []);
        return new Chapter(EventStory.Of(happened), [.. lines, .. Details(happened)], changed);
    }

    private (IReadOnlyList<FieldChange> Changed, IReadOnlyList<string> Lines) Changed(string stream, Guid id, long version, DateTimeOffset at, AlertEvent happened)
    {
        var before = alerts.GetValueOrDefault(stream);
        var after = AlertState.Apply(before, happened, id, version, at);
        Keep(stream, after);
        var changed = AlertChanges.Between(before, after);
        return happened is AlertRevised late && before is not null && SourceOrder.Compare(late.Version, before.Version) < 0
            ? (changed, [$"an older version ({late.Version.ModifiedAt}) that arrived late: nothing current changed"])
            : (changed, [.. changed.Select(static c => $"{c.Field}: {Value(c.From)} → {Value(c.To)}")]);
    }

    private void Keep(string stream, AlertState? state)
    {
        if (alerts.Count >= MostAlerts && !alerts.ContainsKey(stream))
        {
            alerts.Clear();
        }

        alerts[stream] = state;
    }

    private static IEnumerable<string> Details(LedgerEvent happened) => happened switch
    {
        AlertIngested e =>
        [
            $"{e.Kind} {e.SourceId}",
            $"{e.Facts.EntityCount} entities{(e.Facts.Alerts.Count > 0 ? $", {e.Facts.Alerts.Count} alerts" : "")}",
            .. Maybe("detected by", e.Facts.DetectionSource),
            .. Maybe("made at the source", e.Facts.CreatedAt),
            $"payload: {(e.Payload is null ? "not kept" : $"{e.Payload.Size} bytes, commitment {e.Payload.Commitment[..12]}…")}",
            .. Warnings(e.Warnings),
        ],
        AlertRevised e => Warnings(e.Warnings),
        InvestigationStatusChanged e => e.Tickets.Select(t => $"ticket: incident {t.Incident} of workspace {t.Workspace} ({t.Connector})"),
        TicketSyncRequested e => [.. Maybe("known of it then", e.Known?.Status), .. Maybe("replaces", e.Replaces?.ToString())],
        TicketStatusSynced e =>
        [
            .. Maybe("comment before", e.Before?.Comment),
            .. Maybe("comment after", e.After?.Comment),
            .. Maybe("version", e.Etag),
            .. Maybe("followed to", e.FollowedTo?.Incident),
            .. Conflict(e.Conflict),
            $"tries: {e.Attempts}",
        ],
        TicketSyncFailed e => [.. Maybe("the source said", e.Message), .. Conflict(e.Conflict), $"tries: {e.Attempts}"],
        ConnectorConfigured e => Settings(e.Settings),
        PollWindowCovered e =>
        [
            Window(e.Window),
            $"{e.Polls} poll(s), {e.Pages} page(s), {e.Origin.ToString().ToLowerInvariant()}{(e.Settled ? ", settled" : "")}",
            .. Warnings(e.Warnings),
        ],
        PollWindowFailed e => [Window(e.Window), .. Maybe("request", e.RequestId), .. Maybe("what to do", e.WhatToDo)],
        CoverageGapFound e => [Window(e.Window)],
        CoverageGapAccepted e => [Window(e.Window)],
        BackfillRequested e => [Window(e.Window), .. Maybe("only", e.Resource)],
        SourceCounted e => [Window(e.Window)],
        BackfillCompleted e => [Window(e.Window)],
        GroupRulesChanged e => e.Rules.Select(r => $"{r.Id}: {r.Kind}"),
        ReadModelRebuilt e => [$"{e.Events} events, {e.Rows} rows, hash {e.HashAfter}"],
        LedgerExported e => [$"SHA-256 {e.Digest}"],
        AccessTokenIssued e => [$"valid until {Rfc3339.Of(e.ExpiresAt)}"],
        _ => [],
    };

    private static IEnumerable<string> Conflict(TicketConflict? conflict) => conflict is null
        ? []
        : [$"conflict, {conflict.Policy}: ours {conflict.Ours.Status} {conflict.Ours.Classification}, theirs {conflict.Theirs.Status} {conflict.Theirs.Classification}; {conflict.Winner} stays"];

    private static IEnumerable<string> Settings(ConnectorSettings settings) =>
    [
        $"{settings.Kind}, cloud {settings.Cloud}, tenant {settings.Credentials.TenantId}",
        $"severities: {(settings.EnabledSeverities.Count == 0 ? "all" : string.Join(", ", settings.EnabledSeverities))}",
        .. settings.Exclusions.Titles.Select(t => $"titles excluded: {t.Pattern}{(t.Reason is null ? "" : $" ({t.Reason})")}"),
        $"asked every {settings.PollInterval}, overlap {settings.LogIngestionDelay}, lookback {settings.PollLookback}",
    ];

    private static string Window(SourceWindow window) => $"{Rfc3339.Of(window.From)} to {Rfc3339.Of(window.To)}";

    private static IEnumerable<string> Maybe(string name, string? value) => value is null ? [] : [$"{name}: {value}"];

    private static IEnumerable<string> Warnings(IReadOnlyList<string> warnings) => warnings.Select(w => $"warning: {w}");

    private static string Value(JsonElement? value)
    {
        var text = value switch
        {
            null => "–",
            { ValueKind: JsonValueKind.String } words => words.GetString()!,
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => "–",
            { ValueKind: JsonValueKind.Array } list when list[0].ValueKind == JsonValueKind.String => string.Join(", ", list.EnumerateArray().Select(i => i.GetString())),
            { ValueKind: JsonValueKind.Array } list => $"{list.GetArrayLength()} item(s)",
            { } other => other.GetRawText(),
        };
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
