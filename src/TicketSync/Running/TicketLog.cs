using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>One tenant's log, as the write-back reads and writes it.</summary>
internal sealed class TicketLog(LedgerDatabase database, string tenant)
{
    private const string StreamType = "alert";
    private const int PageSize = 2000;

    /// <summary>Where the follower stands: every change of an investigation up to here has its intents.</summary>
    public string Checkpoint { get; } = CheckpointName.Of("ticket_sync", tenant);

    public Task<long> CheckpointAsync(CancellationToken cancellation) => database.Checkpoints.ReadAsync(tenant, Checkpoint, cancellation);

    /// <summary>Moves the checkpoint; false when somebody else moved it.</summary>
    public async Task<bool> MoveAsync(long from, long to, CancellationToken cancellation)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellation).ConfigureAwait(false);
        var moved = await database.Checkpoints.MoveAsync(transaction, Checkpoint, from, to, cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.InCheckpoint);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return moved;
    }

    public IAsyncEnumerable<LogBatch> FollowAsync(long after, CancellationToken cancellation) =>
        database.Log.FollowAsync(tenant, after, PageSize, cancellation);

    /// <summary>All events of some types up to the end of the log, or to a position, in order.</summary>
    public async IAsyncEnumerable<(StoredEvent Stored, LedgerEvent Happened)> AllAsync(
        IReadOnlyList<string> types, long upTo, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        long after = 0;
        while (true)
        {
            var page = await database.Log.ReadLogAsync(tenant, after, PageSize, new LogFilter(types), cancellation).ConfigureAwait(false);
            foreach (var stored in page.TakeWhile(e => e.Position <= upTo))
            {
                yield return (stored, EventCodec.Decode(stored.Type, stored.Data.Span));
            }

            if (page.Count < PageSize || page[^1].Position >= upTo)
            {
                yield break;
            }

            after = page[^1].Position;
        }
    }

    /// <summary>Appends intents; those that the log knows are left as they are.</summary>
    /// <param name="intents">The intents.</param>
    /// <param name="versions">The versions of the alerts' streams that they were decided on; null = any.</param>
    /// <param name="cancellation">Stops waiting; they may be recorded.</param>
    public async Task<AppendOutcome> AppendIntentsAsync(
        IReadOnlyList<NewIntent> intents, IReadOnlyDictionary<string, long>? versions, CancellationToken cancellation)
    {
        var streams = intents.GroupBy(i => i.Stream, StringComparer.Ordinal).Select(group => new StreamAppend(
            group.Key,
            StreamType,
            versions?[group.Key],
            [.. group.Select(i => Encode(i.Id, i.Request, i.Cause))]));
        return await database.Log
            .AppendAsync(new AppendRequest { Tenant = tenant, Mode = AppendMode.Page, IsLikelyNew = true, Streams = [.. streams] }, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Records how an intent ended, with what follows from it; answers the position of the last of these events. Null when it was decided on a
    /// version that is no more; 0 when another owner had ended it, as may be while leases change hands: its word stands.
    /// </summary>
    /// <param name="intent">The intent.</param>
    /// <param name="version">The version of the stream that was decided on; null = any.</param>
    /// <param name="before">The change of the investigation that goes in front; null = none.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="anew">The intent that goes behind; null = none.</param>
    /// <param name="cancellation">Stops waiting; it may be recorded.</param>
    public async Task<long?> EndAsync(
        OpenIntent intent, long? version, InvestigationStatusChanged? before, AlertEvent outcome, NewIntent? anew, CancellationToken cancellation)
    {
        var events = new List<EventToAppend>();
        if (before is not null)
        {
            events.Add(Encode(EventIds.Adopted(intent.Id), before, intent.Id));
        }

        events.Add(Encode(EventIds.Outcome(intent.Id), outcome, intent.Id));
        if (anew is not null)
        {
            events.Add(Encode(anew.Id, anew.Request, anew.Cause));
        }

        FailPoint.Reach(TicketStep.BeforeOutcome);
        var appended = await database.Log.AppendAsync(
            new AppendRequest
            {
                Tenant = tenant,
                Mode = AppendMode.Command,
                Streams = [new StreamAppend(intent.Stream, StreamType, version, events)],
            },
            cancellation).ConfigureAwait(false);
        FailPoint.Reach(TicketStep.AfterOutcome);
        return appended switch
        {
            AppendOutcome.Appended done => done.LastPosition,
            AppendOutcome.AlreadyAppended known => known.LastPosition,
            AppendOutcome.ContentConflict => 0,
            AppendOutcome.VersionConflict => null,
            _ => throw new InvalidOperationException($"The outcome of {intent.Id} could not be recorded: {appended.GetType().Name}."),
        };
    }

    /// <summary>The investigation of an alert, as far as a conflict is about it.</summary>
    /// <param name="stream">The alert's stream.</param>
    /// <param name="intent">The intent that asks; null = nobody in particular.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<InvestigationHistory> HistoryAsync(string stream, OpenIntent? intent, CancellationToken cancellation)
    {
        var stored = await database.Log.ReadStreamAsync(tenant, stream, cancellationToken: cancellation).ConfigureAwait(false);
        return InvestigationHistory.Of([.. stored.Select(e => (e, EventCodec.Decode(e.Type, e.Data.Span)))], intent);
    }

    /// <summary>Alerts by stream, folded up to a position.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<StoredEvent>>> StreamsAsync(
        IReadOnlyCollection<string> streams, CancellationToken cancellation) =>
        await database.Log.ReadStreamsAsync(tenant, streams, cancellation).ConfigureAwait(false);

    /// <summary>Folds a stream up to a position.</summary>
    public static AlertState? Fold(IReadOnlyList<StoredEvent> events, long upTo) => AlertState.Fold(
        events.Where(e => e.Position <= upTo).Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)));

    private static EventToAppend Encode(Guid id, LedgerEvent happened, Guid cause)
    {
        var form = EventCodec.Encode(happened);
        return new EventToAppend(id, form.Alias, form.Data) { CausationId = cause.ToString("D"), UserName = Actor.Ledger.Name };
    }
}

/// <summary>An intent that is to be recorded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stream">The alert's stream.</param>
/// <param name="Cause">The event that causes it.</param>
/// <param name="Request">What is wished for.</param>
internal sealed record NewIntent(Guid Id, string Stream, Guid Cause, TicketSyncRequested Request);
