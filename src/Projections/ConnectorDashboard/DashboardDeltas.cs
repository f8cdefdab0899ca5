using System.Runtime.InteropServices;

namespace Dropzone.Ledger.Projections;

/// <summary>What changed entries add to the counters: what each is now, less what it was. A key that was touched stays even if its sum is zero.</summary>
internal sealed class DashboardDeltas
{
    private readonly Dictionary<CountCell, Touched<long>> cells = [];
    private readonly Dictionary<(string Connector, DateOnly Day), Touched<Conservation>> days = [];
    private readonly Dictionary<(string Connector, DateTimeOffset Hour), Touched<long>> hours = [];

    /// <summary>Alerts by cell.</summary>
    public IReadOnlyCollection<KeyValuePair<CountCell, Touched<long>>> Cells => cells;

    /// <summary>The balance by connector and UTC day of the first event.</summary>
    public IReadOnlyCollection<KeyValuePair<(string Connector, DateOnly Day), Touched<Conservation>>> Days => days;

    /// <summary>New alerts by connector and UTC hour.</summary>
    public IReadOnlyCollection<KeyValuePair<(string Connector, DateTimeOffset Hour), Touched<long>>> Hours => hours;

    /// <summary>Adds what one event did to one alert.</summary>
    public void Add(AlertEntry? before, AlertEntry after, long position)
    {
        if (before is null)
        {
            Add(hours, (after.Connector, HourOf(after.IngestedAt)), new Touched<long>(1, position, position), Sum);
        }

        var (was, cell) = (before is null ? default : CountCell.Of(before), CountCell.Of(after));
        if (was != cell)
        {
            if (before is not null)
            {
                Add(cells, was, new Touched<long>(-1, position, position), Sum);
            }

            Add(cells, cell, new Touched<long>(1, position, position), Sum);
        }

        if (before?.State != after.State)
        {
            var change = Conservation.Of(after.State, 1) + (before is null ? Conservation.None : Conservation.Of(before.State, -1));
            Add(days, (after.Connector, DateOnly.FromDateTime(after.IngestedAt.UtcDateTime)), new Touched<Conservation>(change, position, position), Conservation.Add);
        }
    }

    /// <summary>Adds what came later.</summary>
    public void Add(DashboardDeltas later)
    {
        AddAll(cells, later.cells, Sum);
        AddAll(days, later.days, Conservation.Add);
        AddAll(hours, later.hours, Sum);
    }

    /// <summary>The UTC hour of a time.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static long Sum(long one, long other) => one + other;

    private static void AddAll<TKey, TSum>(Dictionary<TKey, Touched<TSum>> sums, Dictionary<TKey, Touched<TSum>> later, Func<TSum, TSum, TSum> add)
        where TKey : notnull
    {
        foreach (var (key, change) in later)
        {
            Add(sums, key, change, add);
        }
    }

    private static void Add<TKey, TSum>(Dictionary<TKey, Touched<TSum>> sums, TKey key, Touched<TSum> change, Func<TSum, TSum, TSum> add)
        where TKey : notnull
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out var known);
        sum = known ? new Touched<TSum>(add(sum.Delta, change.Delta), sum.First, change.Last) : change;
    }
}

/// <summary>A sum of changes, and the positions of the first and the last of them.</summary>
internal readonly record struct Touched<T>(T Delta, long First, long Last);

/// <summary>Changes of the counters up to a mark, or up to the end of a batch.</summary>
/// <param name="Deltas">The changes.</param>
/// <param name="Mark">The mark that they end with; null where the batch ends.</param>
internal sealed record DashboardStretch(DashboardDeltas Deltas, DashboardMark? Mark);

/// <summary>A position at which all counters are known.</summary>
/// <param name="Position">The position.</param>
/// <param name="Recorded">A time that no later event lies before.</param>
internal sealed record DashboardMark(long Position, DateTimeOffset Recorded)
{
    /// <summary>Every so many positions there is a mark, once an event behind it is folded.</summary>
    public const int Every = 250;

    /// <summary>Before the first event.</summary>
    public static DashboardMark Beginning { get; } = new(0, DateTimeOffset.UnixEpoch);
}
