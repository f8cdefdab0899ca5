namespace Dropzone.Ledger.Bench.Reporting;

/// <summary>The middle of measurements: unlike a mean it does not move with a few slow ones.</summary>
internal static class Median
{
    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted switch
        {
            [] => throw new ArgumentException("There is nothing to take the median of.", nameof(values)),
            { Count: var n } when n % 2 == 1 => sorted[n / 2],
            { Count: var n } => (sorted[(n / 2) - 1] + sorted[n / 2]) / 2,
        };
    }
}
