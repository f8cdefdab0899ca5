using System.Collections.Concurrent;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// One request budget for each directory and API, shared by all pollers of the process: a token bucket below the published limits
/// (Graph security 150 requests a minute; Log Analytics 200 in 30 s). Repeats inside a call are not counted; 429 covers them.
/// </summary>
internal sealed class RequestBudget(PollerOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Directory, CloudService Service), Bucket> buckets = new();

    /// <summary>Waits until a request may be sent.</summary>
    public async Task TakeAsync(string directory, CloudService service, CancellationToken cancellation)
    {
        var bucket = buckets.GetOrAdd((directory.ToLowerInvariant(), service), key => Open(key.Service));
        while (bucket.Wait(time) is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }

    private Bucket Open(CloudService service)
    {
        var perMinute = Math.Max(1, service == CloudService.Graph ? options.GraphRequestsPerMinute : options.LogAnalyticsRequestsPerMinute);
        return new Bucket(Math.Max(1, perMinute / 2), TimeSpan.FromMinutes(1) / perMinute, time.GetTimestamp());
    }

    private sealed class Bucket(int size, TimeSpan each, long begun)
    {
        private readonly Lock gate = new();
        private double tokens = size;
        private long last = begun;

        /// <summary>Takes a token; else how long until there is one.</summary>
        public TimeSpan? Wait(TimeProvider time)
        {
            lock (gate)
            {
                var now = time.GetTimestamp();
                tokens = Math.Min(size, tokens + (time.GetElapsedTime(last, now) / each));
                last = now;
                if (tokens >= 1)
                {
                    tokens--;
                    return null;
                }

                return each * (1 - tokens) + TimeSpan.FromMilliseconds(1);
            }
        }
    }
}
