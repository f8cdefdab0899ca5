namespace Dropzone.Ledger.Projections;

/// <summary>
/// How long after their modification at the source versions were observed by live polls. What was modified before polling was allowed says
/// nothing of the lag and is left out.
/// </summary>
/// <param name="UpTo">The upper end of each bucket, excluded; the last bucket has none.</param>
/// <param name="Counts">Versions in each bucket: one more than the ends.</param>
/// <param name="Observed">All of them.</param>
/// <param name="P50">Half were observed within this time; the end of its bucket.</param>
/// <param name="P95">95 of a hundred.</param>
/// <param name="P99">99 of a hundred.</param>
/// <param name="LogIngestionDelay">The setting beside it: the overlap of each poll.</param>
/// <param name="PollInterval">The setting beside it.</param>
/// <param name="PollLookback">The setting beside it.</param>
/// <param name="Recommendation">What the numbers suggest; null while there are too few, or when the settings fit.</param>
public sealed record LagHistogram(
    IReadOnlyList<TimeSpan> UpTo,
    IReadOnlyList<long> Counts,
    long Observed,
    TimeSpan? P50,
    TimeSpan? P95,
    TimeSpan? P99,
    TimeSpan LogIngestionDelay,
    TimeSpan PollInterval,
    TimeSpan PollLookback,
    string? Recommendation)
{
    private const long Enough = 100;

    private static readonly TimeSpan[] Ends =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(7),
    ];

    /// <summary>The counts with one more lag; one below zero, since a clock is ahead, counts as none.</summary>
    internal static IReadOnlyList<long> Add(IReadOnlyList<long> counts, TimeSpan lag)
    {
        var next = counts.Count == Ends.Length + 1 ? counts.ToArray() : new long[Ends.Length + 1];
        var bucket = Array.FindIndex(Ends, end => lag < end);
        next[bucket < 0 ? Ends.Length : bucket]++;
        return next;
    }

    /// <summary>The histogram of a connector.</summary>
    internal static LagHistogram Of(HealthState state)
    {
        var counts = state.Lags.Count == Ends.Length + 1 ? state.Lags : new long[Ends.Length + 1];
        var all = counts.Sum();
        var p99 = Percentile(counts, all, 0.99);
        return new LagHistogram(
            Ends,
            counts,
            all,
            Percentile(counts, all, 0.5),
            Percentile(counts, all, 0.95),
            p99,
            state.LogIngestionDelay,
            state.PollInterval,
            state.PollLookback,
            all >= Enough && (p99 is null || p99 > state.LogIngestionDelay + state.PollInterval)
                ? $"One version in a hundred was observed more than {state.LogIngestionDelay + state.PollInterval:g} after its modification. "
                  + $"Set logIngestionDelay to {Longer(p99):g} or more: until then such alerts come with the daily second look at the latest."
                : null);
    }

    private static TimeSpan Longer(TimeSpan? p99) => p99 is { } end && end < TimeSpan.FromDays(1) ? end : TimeSpan.FromDays(1);

    private static TimeSpan? Percentile(IReadOnlyList<long> counts, long all, double share)
    {
        var seen = 0L;
        for (var bucket = 0; bucket < Ends.Length && all > 0; bucket++)
        {
            seen += counts[bucket];
            if (seen >= all * share)
            {
                return Ends[bucket];
            }
        }

        return null;
    }
}
