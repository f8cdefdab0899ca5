using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// One read of a tenant's log for all of its projections in this process: each batch is read and decoded once, ahead of those who fold it, and kept
/// until the slowest reader that keeps up has had it. A reader that fell behind reads for itself until it is near again. Of a few events that just
/// arrived the others begin when the reader that leads is done with them: beside all of the others it would take several times as long. Safe for
/// concurrent use.
/// </summary>
internal sealed class LogFeed(LedgerDatabase database, string tenant, Func<string, bool> wanted, TimeProvider time)
{
    /// <summary>The most events a batch holds; who is caught up gets what just arrived.</summary>
    internal const int LargestBatch = 1000;

    private const int Kept = 2;

    /// <summary>What just arrived is that few events; more of them are folded by all at once, on as many cores as there are.</summary>
    private const int Few = 50;

    // A reader that does not move for so long holds nobody up any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // The one that leads is held to be stuck when it takes longer for a few events.
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly List<Segment> segments = [];
    private readonly HashSet<Reader> readers = [];
    // Two signals: readers that wake each other would never rest.
    private TaskCompletionSource arrived = NewSource();
    private TaskCompletionSource moved = NewSource();
    private Task? pump;
    private long tail;

    /// <summary>Joins the readers at a position.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="leads">Whether the others wait for it.</param>
    public Reader Join(long position, bool leads = false)
    {
        var reader = new Reader(this, position, leads);
        lock (gate)
        {
            readers.Add(reader);
        }

        return reader;
    }

    private async Task<IReadOnlyList<DecodedEvent>> NextAsync(Reader reader, long after, CancellationToken cancellationToken)
    {
        var yieldedSince = 0L;
        while (true)
        {
            var look = LookFor(reader, after, mayYield: yieldedSince == 0 || time.GetElapsedTime(yieldedSince) < Lead);
            if (look.Events is { } found)
            {
                return found;
            }

            if (look.Yields)
            {
                yieldedSince = yieldedSince == 0 ? time.GetTimestamp() : yieldedSince;
                await SignalAsync(look.Signal, Lead, cancellationToken);
            }
            else if (look.Pump is { } running)
            {
                await Task.WhenAny(look.Signal, running).WaitAsync(cancellationToken);
                await GiveUpAsync(running);
            }
            else if (await database.Log.ReadLogAsync(tenant, after, LargestBatch, EventReading.Of(wanted), cancellationToken) is { Count: > 0 } own)
            {
                return own;
            }
            else
            {
                await SignalAsync(look.Signal, Patience, cancellationToken);
            }
        }
    }

    /// <summary>What there is for a reader at a position, or what it has to wait for.</summary>
    private Look LookFor(Reader reader, long after, bool mayYield)
    {
        lock (gate)
        {
            if (reader.Position != after)
            {
                reader.Position = after;
                Raise(ref moved);
            }

            if (segments.Find(s => s.From <= after && after < s.To) is { } found)
            {
                return mayYield && Yields(reader, found) ? new Look(moved.Task, Yields: true) : new Look(arrived.Task, Events: found.Events);
            }

            if (pump is null or { IsCompleted: true } && (segments.Count == 0 || after >= tail || after < segments[0].From))
            {
                segments.Clear();
                tail = after;
                pump = null;
            }

            // The pump ends with the reader that it was begun for; the next one to wait begins another.
            return new Look(arrived.Task, Pump: after == tail ? pump ??= Task.Run(() => PumpAsync(after, reader.Left.Token), CancellationToken.None) : null);
        }
    }

    /// <summary>Lets a pump go that failed, with what failed.</summary>
    private async Task GiveUpAsync(Task running)
    {
        if (running.IsFaulted)
        {
            lock (gate)
            {
                pump = ReferenceEquals(pump, running) ? null : pump;
            }

            await running;
        }
    }

    private async Task SignalAsync(Task signal, TimeSpan longest, CancellationToken cancellationToken)
    {
        await Task.WhenAny(signal, Task.Delay(longest, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    private bool Yields(Reader reader, Segment segment) =>
        !reader.Leads && segment.Events.Count <= Few && readers.Any(r => r.Leads && r.Position < segment.To && r.Position >= segment.From);

    private async Task PumpAsync(long after, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in database.Log.FollowAsync(tenant, after, LargestBatch, EventReading.Of(wanted), static e => e.Stored.Position, cancellationToken))
            {
                var segment = new Segment(after, batch.To, batch.Events);
                after = segment.To;
                await RoomAsync(cancellationToken);
                lock (gate)
                {
                    segments.Add(segment);
                    tail = segment.To;
                    Raise(ref arrived);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The reader left; whoever waits begins another pump.
        }
    }

    /// <summary>Waits until the oldest segment is not needed, at most for the patience that slow readers get.</summary>
    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            Task wait;
            lock (gate)
            {
                var needed = readers.Where(r => r.Position >= segments.FirstOrDefault()?.From).Select(static r => r.Position).DefaultIfEmpty(long.MaxValue).Min();
                segments.RemoveAll(s => s.To <= needed);
                if (segments.Count < Kept)
                {
                    return;
                }

                if (time.GetElapsedTime(since) >= Patience)
                {
                    segments.RemoveAt(0);
                    return;
                }

                wait = moved.Task;
            }

            await SignalAsync(wait, Patience, cancellationToken);
        }
    }

    private void Leave(Reader reader)
    {
        lock (gate)
        {
            readers.Remove(reader);
            Raise(ref moved);
        }
    }

    private static void Raise(ref TaskCompletionSource signal)
    {
        var source = signal;
        signal = NewSource();
        source.TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One who folds the log in order.</summary>
    internal sealed class Reader(LogFeed feed, long position, bool leads) : IAsyncDisposable
    {
        /// <summary>Whether the others wait for it.</summary>
        internal bool Leads => leads;

        /// <summary>Where it stands; guarded by the feed.</summary>
        internal long Position { get; set; } = position;

        /// <summary>Cancelled when it leaves.</summary>
        internal CancellationTokenSource Left { get; } = new();

        /// <summary>Events after a position, as soon as there are any; the first of them may lie before it.</summary>
        public Task<IReadOnlyList<DecodedEvent>> NextAsync(long after, CancellationToken cancellationToken) => feed.NextAsync(this, after, cancellationToken);

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            feed.Leave(this);
            await Left.CancelAsync();
            Left.Dispose();
        }
    }

    /// <summary>What a reader finds.</summary>
    /// <param name="Signal">Set when looking again may find more.</param>
    /// <param name="Events">Events to fold.</param>
    /// <param name="Yields">Whether the one that leads comes first.</param>
    /// <param name="Pump">Who reads for it; without events and without one it is behind what is kept, or ahead of those who are read for, and reads for itself.</param>
    private readonly record struct Look(Task Signal, IReadOnlyList<DecodedEvent>? Events = null, bool Yields = false, Task? Pump = null);

    private sealed record Segment(long From, long To, IReadOnlyList<DecodedEvent> Events);
}
