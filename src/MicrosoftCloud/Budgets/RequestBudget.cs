namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// The budget of one directory at one API. Each caller is given the next free moment (a token bucket in the form of a virtual clock), so
/// that waiting costs one timer and nobody is woken in vain. Moments that lie before the end of a pause are given anew.
/// </summary>
internal sealed class RequestBudget
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromMinutes(1);

    // Where live work takes everything, one request in so many is background work's all the same: it would never end otherwise.
    private const int LiveToBackground = 10;
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly TimeSpan each;
    private readonly TimeSpan burst;
    private readonly long began;
    private TimeSpan next;
    private TimeSpan pausedUntil;
    private TimeSpan lastBackground;
    private int throttles;

    public RequestBudget(RequestLimit limit, TimeProvider time)
    {
        this.time = time;
        each = TimeSpan.FromMinutes(1) / Math.Max(1, limit.PerMinute);
        burst = each * (Math.Max(1, limit.AtOnce) - 1);
        began = time.GetTimestamp();
        next = -burst;
        lastBackground = -LiveToBackground * each;
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
                var wait = UntilBackground(now, next - least);
                if (wait > TimeSpan.Zero)
                {
                    return (wait + (each * Random.Shared.NextDouble()), false);
                }

                // It goes before those who wait already: whoever asks for background work gives up when live work is due.
                lastBackground = now;
                next += each;
                return (TimeSpan.Zero, true);
            }

            var moment = next;
            next += each;
            return (moment - now, true);
        }
    }

    // While at least half of the burst is free; else its share of a budget that live work uses up.
    private TimeSpan UntilBackground(TimeSpan now, TimeSpan used)
    {
        var pause = pausedUntil - now;
        var half = used - (burst / 2);
        var share = lastBackground + (LiveToBackground * each) - now;
        var free = half < share ? half : share;
        return pause > free ? pause : free;
    }
}
