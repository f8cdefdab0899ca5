namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// The budget of one directory at one API. Each caller is given the next free moment (a token bucket in the form of a virtual clock), so
/// that waiting costs one timer and nobody is woken in vain. Moments that lie before the end of a pause are given anew.
/// </summary>
internal sealed class RequestBudget
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly TimeSpan each;
    private readonly TimeSpan burst;
    private readonly long began;
    private TimeSpan next;
    private TimeSpan pausedUntil;
    private int throttles;

    public RequestBudget(RequestLimit limit, TimeProvider time)
    {
        this.time = time;
        each = TimeSpan.FromMinutes(1) / Math.Max(1, limit.PerMinute);
        burst = each * (Math.Max(1, limit.AtOnce) - 1);
        began = time.GetTimestamp();
        next = -burst;
    }

    private TimeSpan Now => time.GetElapsedTime(began);

    public async ValueTask AcquireAsync(RequestPriority priority, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (wait, mine) = Take(priority);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, cancellation).ConfigureAwait(false);
            }

            if (mine && !IsPaused())
            {
                return;
            }
        }
    }

    public void Throttled(TimeSpan? retryAfter)
    {
        lock (gate)
        {
            var own = ShortestPause * Math.Pow(2, Math.Min(throttles, 10));
            throttles++;
            var asked = retryAfter ?? (own < LongestOwnPause ? own : LongestOwnPause);
            var pause = asked > RetryAfter.Longest ? RetryAfter.Longest : asked;
            var until = Now + pause + (each * Random.Shared.NextDouble());
            pausedUntil = until > pausedUntil ? until : pausedUntil;

            // No burst after a pause: those who waited are let through one by one.
            next = next > pausedUntil ? next : pausedUntil;
        }
    }

    public void Answered()
    {
        lock (gate)
        {
            throttles = 0;
        }
    }

    public TimeSpan PausedFor()
    {
        lock (gate)
        {
            return pausedUntil > Now ? pausedUntil - Now : TimeSpan.Zero;
        }
    }

    private bool IsPaused() => PausedFor() > TimeSpan.Zero;

    /// <summary>The wait until a moment, and whether that moment is the caller's own.</summary>
    private (TimeSpan Wait, bool Mine) Take(RequestPriority priority)
    {
        lock (gate)
        {
            var now = Now;
            var least = now - burst;
            next = next > least ? next : least;
            if (priority == RequestPriority.Background)
            {
                // Only while at least half of the burst is free, and nobody waits.
                var free = (burst / 2) - (next - least);
                if (free < TimeSpan.Zero || pausedUntil > now)
                {
                    var until = pausedUntil > now ? pausedUntil - now : -free;
                    return (until + (each * Random.Shared.NextDouble()), false);
                }
            }

            var moment = next;
            next += each;
            return (moment - now, true);
        }
    }
}
