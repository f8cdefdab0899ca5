namespace Dropzone.Ledger.Ingestion;

/// <summary>What a failed window does to its pass.</summary>
/// <param name="Pass">The pass after it; null when it is finished (its last stretch became a gap).</param>
/// <param name="Gap">The narrowest stretch, when it became a gap.</param>
/// <param name="ReadFrom">Start of what was read whole before the failure, when the pass moves behind it.</param>
/// <param name="ReadTo">End of that.</param>
public sealed record FailedWindow(Pass? Pass, CoverageGap? Gap, DateTimeOffset? ReadFrom, DateTimeOffset? ReadTo)
{
    /// <summary>Tries at a window before it is halved; each further failure halves it again. An answer that is too large halves it at once.</summary>
    public const int TriesBeforeHalving = 5;

    /// <summary>A window is not made narrower than this; when it fails, it becomes a gap.</summary>
    public static TimeSpan Narrowest { get; } = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>
    /// One more try, a narrower window, or a gap. The watermark stays in every case. Pages that were committed before the failure are
    /// kept: a narrowed window begins behind them.
    /// </summary>
    public static FailedWindow Of(
        Pass pass, PollWindow window, PollFailure failure, IReadOnlyList<CoverageGap> gaps, TimeSpan interval, DateTimeOffset now, double jitter)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(failure);
        var attempts = checked(pass.Attempts + 1);
        if (!failure.Narrows || (attempts < TriesBeforeHalving && !failure.TooLarge))
        {
            var wait = Backoff.After(attempts, interval, failure.RetryAfter, jitter);
            return new(pass with { At = window.From, Attempts = attempts, NextTryAt = Instants.Forth(now, wait) }, null, null, null);
        }

        // The key was reached in ascending order and asked with "ge": everything before it was received.
        var read = Instants.Parse(pass.Resume?.Key) is { } key && key > window.From && key < window.To ? Instants.Cut(key) : window.From;
        var left = window.To - read;
        var soon = Instants.Forth(now, Backoff.After(1, interval < Soon ? interval : Soon, failure.RetryAfter, jitter));
        DateTimeOffset? readFrom = read > window.From ? window.From : null;
        DateTimeOffset? readTo = read > window.From ? read : null;
        if (left > Narrowest)
        {
            var narrowed = pass with
            {
                At = read,
                Width = Half(left),
                SuspectTo = window.To,
                Attempts = attempts,
                NextTryAt = soon,
                Resume = null,
            };
            return new(narrowed, null, readFrom, readTo);
        }

        var gap = new CoverageGap(read, window.To, attempts, Instants.Forth(now, Backoff.OfGap(1, interval, jitter)), failure.Code);
        return new(WindowPlanner.Succeeded(pass with { SuspectTo = null }, window, gaps), gap, readFrom, readTo);
    }

    /// <summary>Half of a stretch in whole microseconds, but not less than <see cref="Narrowest"/>.</summary>
    internal static TimeSpan Half(TimeSpan stretch)
    {
        var half = new TimeSpan(stretch.Ticks / 2 / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
        return half > Narrowest ? half : Narrowest;
    }
}
