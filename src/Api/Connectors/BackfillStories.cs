using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>The words for where a backfill is.</summary>
public static class BackfillState
{
    /// <summary>Not begun.</summary>
    public const string Waiting = "waiting";

    /// <summary>Being read.</summary>
    public const string Running = "running";

    /// <summary>The source cannot be read at this moment; it is tried again.</summary>
    public const string HeldUp = "held-up";

    /// <summary>Read to its end.</summary>
    public const string Completed = "completed";

    /// <summary>Taken back.</summary>
    public const string Cancelled = "cancelled";
}

/// <summary>A backfill and how far it has come.</summary>
/// <param name="Request">Its id.</param>
/// <param name="Window">The stretch.</param>
/// <param name="Resource">What is read; absent: everything.</param>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>held-up</c>, <c>completed</c> or <c>cancelled</c>.</param>
/// <param name="Share">The part of the stretch that is behind, from 0 to 1.</param>
/// <param name="Windows">Windows read whole.</param>
/// <param name="Received">Records received, known ones included.</param>
/// <param name="New">Alerts seen for the first time.</param>
/// <param name="Revised">Versions recorded of known alerts.</param>
/// <param name="Gaps">Stretches that could not be read.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="EndedAt">When it was completed or taken back.</param>
/// <param name="Error">What holds it up.</param>
public sealed record BackfillView(
    Guid Request,
    SourceWindow Window,
    string? Resource,
    string State,
    double Share,
    int Windows,
    int Received,
    int New,
    int Revised,
    int Gaps,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    string? Reason,
    DateTimeOffset? EndedAt,
    FailureView? Error);

/// <summary>Tells the backfills of a connector from its events and from the rows of its poller.</summary>
public sealed class BackfillStories(LedgerDatabase database)
{
    private static readonly string[] Types = ["backfill_requested", "backfill_cancelled", "backfill_completed"];

    /// <summary>All of them, newest first.</summary>
    public async Task<IReadOnlyList<BackfillView>> ListAsync(string tenant, string connector, CancellationToken cancellation)
    {
        var stored = await database.Log.ReadLogAsync(tenant, 0, int.MaxValue, new LogFilter(Types, StreamId.Connector(connector)), cancellation);
        var rows = await database.Cursors.ListAsync(tenant, PollCursor.NameOf(connector, ""), cancellation);
        var progress = rows.SelectMany(row => PollCursor.FromJson(row.State.Span).Backfills).ToLookup(p => p.Request);
        var ends = stored.Select(e => (At: e.Timestamp, Event: EventCodec.Decode(e.Type, e.Data.Span))).ToList();
        return
        [
            .. stored.Select(e => (Stored: e, Asked: EventCodec.Decode(e.Type, e.Data.Span) as BackfillRequested))
                .Where(e => e.Asked is not null)
                .Select(e => View(e.Stored, e.Asked!, ends, [.. progress[e.Stored.Id]]))
                .Reverse(),
        ];
    }

    private static BackfillView View(
        StoredEvent stored, BackfillRequested asked, List<(DateTimeOffset At, LedgerEvent Event)> ends, List<BackfillProgress> parts)
    {
        var completed = ends.Find(e => e.Event is BackfillCompleted c && c.Request == stored.Id);
        var cancelled = ends.Find(e => e.Event is BackfillCancelled c && c.Request == stored.Id);
        var done = completed.Event as BackfillCompleted;
        var error = parts.Select(p => p.Error).OfType<PollError>().FirstOrDefault();
        return new BackfillView(
            stored.Id,
            asked.Window,
            asked.Resource,
            done is not null ? BackfillState.Completed
                : cancelled.Event is not null ? BackfillState.Cancelled
                : error is not null ? BackfillState.HeldUp
                : parts.Count > 0 ? BackfillState.Running : BackfillState.Waiting,
            done is not null ? 1 : parts.Count == 0 ? 0 : parts.Average(p => p.Share),
            done?.Windows ?? parts.Sum(p => p.Windows),
            done?.Received ?? parts.Sum(p => p.Counts.Received),
            done?.New ?? parts.Sum(p => p.Counts.New),
            done?.Revised ?? parts.Sum(p => p.Counts.Revised),
            done?.Gaps ?? parts.Sum(p => p.Gaps),
            asked.By.Name,
            stored.Timestamp,
            asked.Reason,
            done is not null ? completed.At : cancelled.Event is not null ? cancelled.At : null,
            done is null && cancelled.Event is null && error is not null ? new FailureView(error.Code, error.Message, error.RequestId, error.WhatToDo) : null);
    }
}
