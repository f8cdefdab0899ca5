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
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        var head = 0L;
        var next = Begin(tenant, after, batchSize, cancellationToken);
        try
        {
            while (true)
            {
                var events = await next.Events;
                if (events.Count == 0)
                {
                    await next.Ticket.WaitAsync(SlowPoll, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancellationToken.ThrowIfCancellationRequested();
                    next = Begin(tenant, after, batchSize, cancellationToken);
                    continue;
                }

                after = events[^1].Position;
                var behind = events.Count == batchSize;
                if (behind && after >= head)
                {
                    head = (await reader.HeadAsync(tenant, cancellationToken)).Position;
                }

                // While the consumer works on this batch the next one is read, but only where there is certainly one.
                var ahead = behind && after < head;
                next = ahead ? Begin(tenant, after, batchSize, cancellationToken) : next;
                yield return new LogBatch(events, Math.Max(head, after));
                next = ahead ? next : Begin(tenant, after, batchSize, cancellationToken);
            }
        }
        finally
        {
            // A consumer that leaves early leaves a read under way: nobody waits for its rows, but its session must come back.
            await ((Task)next.Events).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The ticket is drawn before reading: an append between reading and waiting has then already used it up.
    private (Task Ticket, Task<IReadOnlyList<StoredEvent>> Events) Begin(string tenant, long after, int batchSize, CancellationToken cancellationToken)
    {
        var ticket = signals.Ticket(tenant);
        return (ticket, reader.ReadLogAsync(tenant, after, batchSize, null, cancellationToken));
    }
}
