using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// The subscription of one tenant, while this process holds its lease: follows the log from its checkpoint, records the intents that changes of
/// investigations cause, and hands them to the lanes. Rebuilds of read models do not touch it, and backfills cause nothing.
/// </summary>
internal sealed class TenantTickets(
    LedgerDatabase database, string tenant, Lease lease, ConnectTickets connect, ITicketBudget budget, TicketSyncOptions options, TimeProvider time, ILogger logger)
{
    private const int CheckpointEvery = 500;

    private readonly TicketLog log = new(database, tenant);
    private readonly TicketBook book = new();
    private readonly IncidentFacts incidents = new();
    private readonly ConnectorBook then = new();
    private readonly ConnectorBook current = new();

    // The intents behind the checkpoint that were there at the start: the changes that caused them are met again and cause nothing.
    private readonly HashSet<Guid> known = [];
    private long loaded;

    /// <summary>Runs until told to stop or until the lease is lost.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken lost)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, lost);
        using var connections = new ConnectionPool(tenant, connect);
        var desk = new TicketDesk(current, connections, budget, lease);
        var ahead = new ReadAhead(book, desk, options.Parallel, time, both.Token);
        var names = new ApplicationNames(book, desk, time, both.Token);
        using var recorder = new IntentRecorder(log, book, time);
        var runner = new IntentRunner(log, book, current, desk, ahead, recorder, options);
        using var lanes = new TicketLanes(book, runner, options, time, logger, both.Token, lost);
        var sweeping = Task.CompletedTask;
        try
        {
            var position = await LoadAsync(both.Token).ConfigureAwait(false);
            foreach (var intent in book.Open())
            {
                lanes.Add(intent with { Inherited = true });
            }

            sweeping = new Sweep(log, book, current, desk, recorder, lanes, options, time, logger).RunAsync(both.Token);
            await FollowAsync(position, lanes, recorder, ahead, names, both.Token).ConfigureAwait(false);
        }
        finally
        {
            await both.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(lanes.StoppedAsync(), sweeping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The record up to now, so that whoever takes over knows what its predecessor knew.</summary>
    private async Task<long> LoadAsync(CancellationToken cancellation)
    {
        FailPoint.Reach(TicketStep.BeforeLoad);
        var position = await log.CheckpointAsync(cancellation).ConfigureAwait(false);
        loaded = (await database.Log.HeadAsync(tenant, cancellation).ConfigureAwait(false)).Position;
        await foreach (var (stored, happened) in log.AllAsync(ConnectorBook.Types, long.MaxValue, cancellation).ConfigureAwait(false))
        {
            current.Apply(stored, (ConnectorEvent)happened);
            if (stored.Position <= position)
            {
                then.Apply(stored, (ConnectorEvent)happened);
            }
        }

        await foreach (var (stored, happened) in log.AllAsync(TicketBook.Types, long.MaxValue, cancellation).ConfigureAwait(false))
        {
            book.Apply(stored, happened);
            if (stored.Position > position && happened is TicketSyncRequested)
            {
                known.Add(stored.Id);
            }
        }

        FailPoint.Reach(TicketStep.AfterLoad);
        return position;
    }

    private async Task FollowAsync(
        long position, TicketLanes lanes, IntentRecorder recorder, ReadAhead ahead, ApplicationNames names, CancellationToken cancellation)
    {
        var (made, moved) = (0, time.GetTimestamp());
        await foreach (var batch in log.FollowAsync(position, cancellation).ConfigureAwait(false))
        {
            var (causes, asked) = (new List<IntentMaker.Cause>(), new List<OpenIntent>());
            foreach (var stored in batch.Events)
            {
                Take(stored, causes, asked, lanes);
            }

            FailPoint.Reach(TicketStep.AfterBatch);

            // Only after the whole batch: an outcome may stand behind its intent in it.
            asked.FindAll(intent => book.IsOpen(intent.Id)).ForEach(lanes.Add);

            foreach (var together in Together(causes))
            {
                await RecordAsync(together, recorder, lanes, ahead, names, cancellation).ConfigureAwait(false);
            }

            // What is read again after a restart is known then; a checkpoint for each change, or each alert that is polled, would only cost.
            var to = batch.Events[^1].Position;
            made += causes.Count;
            if (to - position >= CheckpointEvery || (made > 0 && time.GetElapsedTime(moved) >= options.CheckpointAfter))
            {
                await MoveAsync(position, to, cancellation).ConfigureAwait(false);
                (position, made, moved) = (to, 0, time.GetTimestamp());
            }
        }
    }

    private async Task MoveAsync(long from, long to, CancellationToken cancellation)
    {
        FailPoint.Reach(TicketStep.BeforeCheckpoint);
        if (!await log.MoveAsync(from, to, cancellation).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"Another owner has moved '{log.Checkpoint}' from {from}.");
        }

        FailPoint.Reach(TicketStep.AfterCheckpoint);
    }

    private void Take(StoredEvent stored, List<IntentMaker.Cause> causes, List<OpenIntent> asked, TicketLanes lanes)
    {
        incidents.Apply(stored);
        if (ConnectorBook.Types.Contains(stored.Type))
        {
            var happened = (ConnectorEvent)EventCodec.Decode(stored.Type, stored.Data.Span);
            then.Apply(stored, happened);
            current.Apply(stored, happened);
            lanes.Wake();
        }
        else if (TicketBook.Types.Contains(stored.Type))
        {
            if (book.Apply(stored, EventCodec.Decode(stored.Type, stored.Data.Span)) is { } intent)
            {
                // What people ask for comes with the log; the wishes of changes and sweeps only another owner can have recorded.
                asked.Add(intent with { Inherited = intent.Request.Cause is TicketSyncCause.StatusChanged or TicketSyncCause.Sweep });
            }
        }
        else if (stored.Type == "investigation_status_changed"
            && EventCodec.Decode(stored.Type, stored.Data.Span) is InvestigationStatusChanged { Tickets.Count: > 0 } change)
        {
            causes.AddRange(IntentMaker.CausesOf(stored, change, then, incidents).Where(cause => !known.Remove(cause.Intent)));
        }
    }

    /// <summary>An append keeps the order within a stream; changes of one ticket that come from several streams go one after the other.</summary>
    private static IEnumerable<List<IntentMaker.Cause>> Together(List<IntentMaker.Cause> causes)
    {
        var (together, streams) = (new List<IntentMaker.Cause>(), new Dictionary<TicketKey, string>());
        foreach (var cause in causes)
        {
            if (streams.TryGetValue(TicketKey.Of(cause.Ticket), out var stream) && stream != cause.Stored.Stream)
            {
                yield return together;
                (together, streams) = ([], []);
            }

            together.Add(cause);
            streams[TicketKey.Of(cause.Ticket)] = cause.Stored.Stream;
        }

        if (together.Count > 0)
        {
            yield return together;
        }
    }

    private async Task RecordAsync(
        List<IntentMaker.Cause> causes, IntentRecorder recorder, TicketLanes lanes, ReadAhead ahead, ApplicationNames names, CancellationToken cancellation)
    {
        FailPoint.Reach(TicketStep.BeforeStreams);
        var intents = await new IntentMaker(log, book, incidents, names).MakeAsync(causes, cancellation).ConfigureAwait(false);
        var recording = recorder.RecordAsync(intents, cancellation);

        // While they are being recorded. What stood in the log at the start has its intents, or may have them.
        foreach (var cause in causes.Where(c => c.Stored.Position > loaded))
        {
            ahead.Begin(cause.Intent, cause.Ticket);
        }

        foreach (var intent in await recording.ConfigureAwait(false))
        {
            lanes.Add(intent);
        }

        logger.LogDebug("{Count} intents of {Tenant} recorded", intents.Count, tenant);
    }
}
