using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What the pages of a window brought.</summary>
public sealed record WindowCounts
{
    /// <summary>Nothing yet.</summary>
    public static WindowCounts None { get; } = new();

    /// <summary>More warnings than this are counted, not listed.</summary>
    public const int MostWarnings = 50;

    /// <summary>Pages read.</summary>
    public int Pages { get; init; }

    /// <summary>Records received, known ones included.</summary>
    public int Received { get; init; }

    /// <summary>Alerts seen for the first time.</summary>
    public int New { get; init; }

    /// <summary>Versions recorded of alerts that were known.</summary>
    public int Revised { get; init; }

    /// <summary>Alerts excluded at ingest.</summary>
    public int Excluded { get; init; }

    /// <summary>What was odd about records that were not known.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the window brought anything that the log did not hold.</summary>
    public bool Brought => New + Revised + Excluded + Warnings.Count > 0;

    /// <summary>The sum of two.</summary>
    public WindowCounts Plus(WindowCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var warnings = Warnings.Concat(other.Warnings).Distinct(StringComparer.Ordinal).ToList();
        return new WindowCounts
        {
            Pages = checked(Pages + other.Pages),
            Received = checked(Received + other.Received),
            New = checked(New + other.New),
            Revised = checked(Revised + other.Revised),
            Excluded = checked(Excluded + other.Excluded),
            Warnings = warnings.Count <= MostWarnings
                ? warnings
                : [.. warnings.Take(MostWarnings), "More warnings than are listed; each stands in the event of its alert."],
        };
    }
}

/// <summary>A joined stretch of quiet live windows that no event says yet.</summary>
/// <param name="From">Start, included.</param>
/// <param name="To">End, excluded.</param>
/// <param name="Polls">Windows joined.</param>
/// <param name="Attempt">Which try the last of them took.</param>
/// <param name="Counts">What they brought: nothing new.</param>
/// <param name="FilterDigest">What was sent to narrow the answer.</param>
/// <param name="Since">When the first of them was read, by the ledger's clock.</param>
public sealed record PendingCoverage(
    DateTimeOffset From, DateTimeOffset To, int Polls, int Attempt, WindowCounts Counts, string FilterDigest, DateTimeOffset Since)
{
    /// <summary>Quiet coverage becomes an event after this time at the latest.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    /// <summary>Whether a window continues this stretch: no hole lies between, and it was narrowed in the same way.</summary>
    public bool Joins(PendingCoverage next) => next.FilterDigest == FilterDigest && next.From <= To && next.To >= From;

    /// <summary>Both as one stretch.</summary>
    public PendingCoverage Join(PendingCoverage next) => new(
        Instants.Min(From, next.From),
        Instants.Max(To, next.To),
        checked(Polls + next.Polls),
        next.Attempt,
        Counts.Plus(next.Counts),
        FilterDigest,
        Since);

    /// <summary>The event that says it.</summary>
    internal PollWindowCovered ToEvent(Naming naming, Origin origin = Origin.Live, bool settled = false) => new()
    {
        Connector = naming.Connector,
        Resource = naming.Resource,
        NotAskedFor = naming.NotAskedFor,
        Window = new SourceWindow(From, To),
        FilterDigest = FilterDigest,
        Origin = origin,
        Settled = settled,
        Attempt = Attempt,
        Polls = Polls,
        Pages = Counts.Pages,
        Received = Counts.Received,
        New = Counts.New,
        Revised = Counts.Revised,
        Excluded = Counts.Excluded,
        Warnings = Counts.Warnings,
    };
}
