
namespace Dropzone.Ledger.Projections;

/// <summary>What a batch of changed entries adds to the counters: what each is now, less what it was.</summary>
/// <param name="Cells">Alerts by cell.</param>
/// <param name="Days">The balance by connector and UTC day of the first event.</param>
/// <param name="Hours">New alerts by connector and UTC hour.</param>
internal sealed record DashboardDeltas(
    IReadOnlyDictionary<CountCell, long> Cells,
    IReadOnlyDictionary<(string Connector, DateOnly Day), Conservation> Days,
    IReadOnlyDictionary<(string Connector, DateTimeOffset Hour), long> Hours)
{
    /// <summary>The sums; entries of zero are left out.</summary>
    public static DashboardDeltas Of(IEnumerable<EntryChange> changes)
    {
        var cells = new Dictionary<CountCell, long>();
        var days = new Dictionary<(string, DateOnly), Conservation>();
        var hours = new Dictionary<(string, DateTimeOffset), long>();
        foreach (var (before, after) in changes)
        {
            if (before is not null)
            {
                Add(cells, CountCell.Of(before), -1);
                Add(days, before, -1);
            }
            else
            {
                var hour = (after.Connector, HourOf(after.IngestedAt));
                hours[hour] = hours.GetValueOrDefault(hour) + 1;
            }

            Add(cells, CountCell.Of(after), 1);
            Add(days, after, 1);
        }

        return new DashboardDeltas(
            cells.Where(c => c.Value != 0).ToDictionary(),
            days.Where(d => d.Value != Conservation.None).ToDictionary(),
            hours);
    }

    private static void Add(Dictionary<CountCell, long> cells, CountCell cell, long by) => cells[cell] = cells.GetValueOrDefault(cell) + by;

    private static void Add(Dictionary<(string, DateOnly), Conservation> days, AlertEntry entry, long by)
    {
        var key = (entry.Connector, DateOnly.FromDateTime(entry.IngestedAt.UtcDateTime));
        days[key] = days.GetValueOrDefault(key, Conservation.None) + Conservation.Of(entry.State, by);
    }

    private static DateTimeOffset HourOf(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
