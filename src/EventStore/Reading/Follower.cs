using System.Runtime.CompilerServices;

namespace Dropzone.Ledger.EventStore;

/// <summary>Reads on from a position as the log grows.</summary>
internal sealed class Follower(LogReader reader, HeadSignals signals, TimeProvider time)
{
    // Only the fallback for a notification that got lost; signals wake a follower within milliseconds.
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<LogBatch> FollowAsync(
        string tenant, long after, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = new Pages<StoredEvent>(
            from => reader.ReadLogAsync(tenant, from, batchSize, null, cancellationToken), static handed => handed, static e => e.Position);
        await foreach (var batch in FollowAsync(tenant, after, batchSize, pages, cancellationToken))
        {
            yield return new LogBatch(batch.Events, batch.Head);
        }
    }

    public IAsyncEnumerable<LogBatch<T>> FollowAsync<T>(
        string tenant, long after, int batchSize, EventRead<T> read, Func<T, long> positionOf, CancellationToken cancellationToken) => FollowAsync(
        tenant,
        after,
        batchSize,
        new Pages<T>(
            from => reader.ReadLogAsync(tenant, from, batchSize, read, cancellationToken),
            handed => [.. handed.Select(e => read(e, e.Data.Span))],
            positionOf),
        cancellationToken);

    private async IAsyncEnumerable<LogBatch<T>> FollowAsync<T>(
        string tenant, long after, int batchSize, Pages<T> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        var head = 0L;
        var next = Begin(tenant, after, batchSize, pages, mistrust: true);
        try
        {
            while (true)
            {
                var events = await next.Events;
                if (events.Count == 0)
                {
                    await next.Ticket.WaitAsync(SlowPoll, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancellationToken.ThrowIfCancellationRequested();
                    next = Begin(tenant, after, batchSize, pages, mistrust: !next.Ticket.IsCompleted);
                    continue;
                }

                after = pages.PositionOf(events[^1]);
                var behind = events.Count == batchSize;
                if (behind && after >= head)
                {
                    head = (await reader.HeadAsync(tenant, cancellationToken)).Position;
                }

                // While the consumer works on this batch the next one is read, but only where there is certainly one.
                var ahead = behind && after < head;
                next = ahead ? Begin(tenant, after, batchSize, pages) : next;
                yield return new LogBatch<T>(events, after, Math.Max(head, after));
                next = ahead ? next : Begin(tenant, after, batchSize, pages);
            }
        }
        finally
        {
            // A consumer that leaves early leaves a read under way: nobody waits for its rows, but its session must come back.
            await ((Task)next.Events).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The ticket is drawn before looking: an append between looking and waiting has then already used it up. What this process appended itself is
    // there without reading; after a long silence the log is asked in any case, since a notification may have got lost.
    private (Task Ticket, Task<IReadOnlyList<T>> Events) Begin<T>(string tenant, long after, int batchSize, Pages<T> pages, bool mistrust = false)
    {
        var ticket = signals.Ticket(tenant);
        var handed = mistrust ? null : signals.Recent(tenant).After(after, batchSize);
        return (ticket, handed is null ? pages.ReadAsync(after) : Task.FromResult(pages.Of(handed)));
    }

    /// <summary>How a page after a position is read, what is made of events that are at hand, and where an event stands.</summary>
    private sealed record Pages<T>(
        Func<long, Task<IReadOnlyList<T>>> ReadAsync, Func<IReadOnlyList<StoredEvent>, IReadOnlyList<T>> Of, Func<T, long> PositionOf);
}
