namespace Dropzone.Ledger.Projections;

/// <summary>Where the counters stand between two batches.</summary>
/// <param name="Mark">The last mark.</param>
/// <param name="Cells">What alerts are counted by and was touched since it.</param>
/// <param name="Days">The days of which the balance was touched since it.</param>
/// <param name="Hours">The hours of which the new alerts were counted since it.</param>
internal sealed record DashboardStand(
    DashboardMark Mark, IReadOnlySet<CountCell> Cells, IReadOnlySet<(string Connector, DateOnly Day)> Days, IReadOnlySet<(string Connector, DateTimeOffset Hour)> Hours);
