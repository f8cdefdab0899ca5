namespace Dropzone.Ledger.Ingestion;

/// <summary>How long to wait after a failure.</summary>
public static class Backoff
{
    /// <summary>No wait is longer, whatever the source asks.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestOwn = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestFirst = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestFirst = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Doubles with each failed try, from the poll interval (at most a minute) to a quarter of an hour, with jitter; what the source asks
    /// for in <c>Retry-After</c> is the least, up to <see cref="Longest"/>.
    /// </summary>
    /// <param name="attempts">Failed tries so far, at least 1.</param>
    /// <param name="interval">The poll interval.</param>
    /// <param name="retryAfter">What the source asked for.</param>
    /// <param name="jitter">From 0 (half the wait) to 1 (the whole).</param>
    public static TimeSpan After(int attempts, TimeSpan interval, TimeSpan? retryAfter, double jitter)
    {
        var first = interval > LongestFirst ? LongestFirst : interval < ShortestFirst ? ShortestFirst : interval;
        var doubled = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        var own = (doubled > LongestOwn ? LongestOwn : doubled) * (0.5 + (Math.Clamp(jitter, 0, 1) / 2));
        var asked = retryAfter is { } wait && wait > own ? wait : own;
        return asked > Longest ? Longest : asked;
    }

    /// <summary>The wait before a narrowed window or the next try at a gap of <paramref name="attempts"/> failed tries; grows to six hours for gaps.</summary>
    public static TimeSpan OfGap(int attempts, TimeSpan interval, double jitter)
    {
        var wait = After(1, interval, null, jitter) * Math.Pow(2, Math.Clamp(attempts, 0, 12));
        return wait > Longest ? Longest : wait;
    }
}
