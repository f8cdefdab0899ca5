using System.Collections.Concurrent;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// A token bucket for each directory, reads and writes apart, as the resource manager counts them: published are 250 reads at once and 25 a second,
/// 200 writes at once and 10 a second.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="readsPerSecond">Reads a second.</param>
/// <param name="writesPerSecond">Writes a second.</param>
public sealed class ResourceManagerBudget(TimeProvider time, double readsPerSecond = 24, double writesPerSecond = 9.7) : ITicketBudget
{
    private const int AtOnce = 50;
    private readonly ConcurrentDictionary<(string Directory, bool Writes), Bucket> buckets = new();

    /// <inheritdoc />
    public async ValueTask AcquireAsync(string directory, bool writes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var bucket = buckets.GetOrAdd(
            (directory.ToLowerInvariant(), writes), key => new Bucket(TimeSpan.FromSeconds(1 / (key.Writes ? writesPerSecond : readsPerSecond)), time));
        var wait = bucket.Take();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }

    // A virtual clock: each caller is given the next free moment, so that nobody is woken in vain.
    private sealed class Bucket(TimeSpan each, TimeProvider time)
    {
        private readonly Lock gate = new();
        private readonly long began = time.GetTimestamp();
        private TimeSpan next = -(each * (AtOnce - 1));

        public TimeSpan Take()
        {
            lock (gate)
            {
                var now = time.GetElapsedTime(began);
                var earliest = now - (each * (AtOnce - 1));
                var mine = next > earliest ? next : earliest;
                next = mine + each;
                return mine - now;
            }
        }
    }
}
