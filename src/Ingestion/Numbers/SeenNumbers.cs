using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Ingestion;

/// <summary>A run of incident numbers without a hole.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
/// <param name="FirstCreated">When the source made the lowest.</param>
/// <param name="LastCreated">When the source made the highest.</param>
/// <param name="FirstSeen">When the ledger recorded the lowest.</param>
/// <param name="LastSeen">When the ledger recorded the highest.</param>
public sealed record NumberRun(long First, long Last, DateTimeOffset FirstCreated, DateTimeOffset LastCreated, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>Numbers between two runs, which nothing has told of.</summary>
/// <param name="First">The lowest missing number.</param>
/// <param name="Last">The highest missing number.</param>
/// <param name="Window">From the making of the incident before to the making of the one behind.</param>
/// <param name="Since">When both of those were recorded.</param>
public sealed record NumberHole(long First, long Last, SourceWindow Window, DateTimeOffset Since)
{
    /// <summary>As people say it.</summary>
    public string Text => First == Last ? $"incident {First}" : $"incidents {First} to {Last}";
}

/// <summary>The incident numbers of a workspace that the ledger holds. Sentinel numbers its incidents one by one, so a hole says that one is missing. Pure.</summary>
public static class SeenNumbers
{
    /// <summary>The runs with one more number.</summary>
    public static IReadOnlyList<NumberRun> Add(IReadOnlyList<NumberRun> runs, long number, DateTimeOffset created, DateTimeOffset seen)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Any(run => run.First <= number && number <= run.Last))
        {
            return runs;
        }

        var before = runs.FirstOrDefault(run => run.Last == number - 1);
        var behind = runs.FirstOrDefault(run => run.First == number + 1);
        var joined = new NumberRun(
            before?.First ?? number,
            behind?.Last ?? number,
            before?.FirstCreated ?? created,
            behind?.LastCreated ?? created,
            before?.FirstSeen ?? seen,
            behind?.LastSeen ?? seen);
        return [.. runs.Where(run => run != before && run != behind).Append(joined).OrderBy(run => run.First)];
    }

    /// <summary>The holes between the runs, lowest first.</summary>
    public static IReadOnlyList<NumberHole> Holes(IReadOnlyList<NumberRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return [.. runs.Zip(runs.Skip(1), Between)];
    }

    // Numbers and times of making need not go together to the millisecond: a window is never empty and never reversed.
    private static NumberHole Between(NumberRun before, NumberRun behind)
    {
        var from = Instants.Cut(Instants.Min(before.LastCreated, behind.FirstCreated));
        var to = Instants.Max(Instants.Cut(Instants.Max(before.LastCreated, behind.FirstCreated)), from + TimeSpan.FromMicroseconds(1));
        return new NumberHole(before.Last + 1, behind.First - 1, new SourceWindow(from, to), Instants.Max(before.LastSeen, behind.FirstSeen));
    }
}
