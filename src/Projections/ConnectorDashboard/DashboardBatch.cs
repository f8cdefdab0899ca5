namespace Dropzone.Ledger.Projections;

/// <summary>What a batch does to the counters: what it adds to them, and what they were at each mark in it, told from where they stand behind it.</summary>
/// <param name="Added">The changes of the whole batch.</param>
/// <param name="Marks">The marks in it.</param>
/// <param name="Cells">What was counted by each cell, at the marks.</param>
/// <param name="Days">The balances at the marks.</param>
/// <param name="Hours">The new alerts by hour, at the marks.</param>
/// <param name="Stand">Where the counters stand behind it.</param>
internal sealed record DashboardBatch(
    DashboardDeltas Added,
    IReadOnlyList<DashboardMark> Marks,
    IReadOnlyList<AtMark<CountCell, long>> Cells,
    IReadOnlyList<AtMark<(string Connector, DateOnly Day), Conservation>> Days,
    IReadOnlyList<AtMark<(string Connector, DateTimeOffset Hour), long>> Hours,
    DashboardStand Stand)
{
    /// <summary>Of the stretches of a batch that began where the counters stood.</summary>
    public static DashboardBatch Of(DashboardStand stand, IReadOnlyList<DashboardStretch> stretches)
    {
        var added = new DashboardDeltas();
        foreach (var stretch in stretches)
        {
            added.Add(stretch.Deltas);
        }

        var (cells, openCells) = Keep(stand.Cells, stretches, static d => d.Cells, 0L, static (a, b) => a + b);
        var (days, openDays) = Keep(stand.Days, stretches, static d => d.Days, Conservation.None, Conservation.Add);
        var (hours, openHours) = Keep(stand.Hours, stretches, static d => d.Hours, 0L, static (a, b) => a + b);
        List<DashboardMark> marks = [.. stretches.Select(static s => s.Mark).OfType<DashboardMark>()];
        return new DashboardBatch(
            added, marks, cells, days, hours, new DashboardStand(marks.Count == 0 ? stand.Mark : marks[^1], openCells, openDays, openHours));
    }

    /// <summary>Kept at a mark is what was touched since the mark before it.</summary>
    private static (List<AtMark<TKey, TSum>> Kept, IReadOnlySet<TKey> Open) Keep<TKey, TSum>(
        IReadOnlySet<TKey> open,
        IReadOnlyList<DashboardStretch> stretches,
        Func<DashboardDeltas, IReadOnlyCollection<KeyValuePair<TKey, Touched<TSum>>>> of,
        TSum none,
        Func<TSum, TSum, TSum> add)
        where TKey : struct
    {
        var (kept, later) = (new List<AtMark<TKey, TSum>>(), new Dictionary<TKey, TSum>());
        for (var at = stretches.Count - 1; at >= 0; at--)
        {
            var touched = of(stretches[at].Deltas);
            if (stretches[at].Mark is { } mark)
            {
                var keys = touched.Select(static t => t.Key);
                kept.AddRange((at == 0 ? keys.Union(open) : keys).Select(key => new AtMark<TKey, TSum>(key, mark.Position, later.GetValueOrDefault(key, none))));
            }

            foreach (var (key, change) in touched)
            {
                later[key] = add(later.GetValueOrDefault(key, none), change.Delta);
            }
        }

        var behind = of(stretches[^1].Deltas).Select(static t => t.Key);
        return (kept, (stretches.Count == 1 ? behind.Union(open) : behind).ToHashSet());
    }
}

/// <summary>A counter at a mark.</summary>
/// <param name="Key">What it counts.</param>
/// <param name="Mark">The position.</param>
/// <param name="Later">By how much it is more behind the batch than at the mark.</param>
internal readonly record struct AtMark<TKey, TSum>(TKey Key, long Mark, TSum Later);
