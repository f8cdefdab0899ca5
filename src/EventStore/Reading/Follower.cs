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
        while (true)
        {
            // The ticket is drawn before reading: an append between reading and waiting has then already used it up.
            var ticket = signals.Ticket(tenant);
            var events = await reader.ReadLogAsync(tenant, after, batchSize, null, cancellationToken);
            if (events.Count == 0)
            {
                await ticket.WaitAsync(SlowPoll, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            after = events[^1].Position;
            var head = events.Count < batchSize ? after : (await reader.HeadAsync(tenant, cancellationToken)).Position;
            yield return new LogBatch(events, head);
        }
    }
}
