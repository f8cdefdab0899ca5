using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// One way through a stretch of source time, in windows. It is kept in the cursor while it is not finished, so that a failure, a stop or
/// a kill goes on where it was and not from the start.
/// </summary>
public sealed record Pass
{
    /// <summary>Why the stretch is read.</summary>
    public required Origin Origin { get; init; }

    /// <summary>Start, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End, excluded.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>
    /// Whether the last window is asked without an upper bound. Live passes are: a ledger whose clock is behind would otherwise not
    /// see the newest records.
    /// </summary>
    public bool Open { get; init; }

    /// <summary>No window crosses this moment: what lies before it becomes settled.</summary>
    public DateTimeOffset? SettlesTo { get; init; }

    /// <summary>Everything before it was read whole, or is a gap.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The width of windows since failures narrowed them; absent: the whole rest at once.</summary>
    public TimeSpan? Width { get; init; }

    /// <summary>The end of the last window that failed when windows were narrowed: what makes it fail lies before it.</summary>
    public DateTimeOffset? SuspectTo { get; init; }

    /// <summary>Failed tries at the window that begins at <see cref="At"/>.</summary>
    public int Attempts { get; init; }

    /// <summary>Not asked again before this moment of the ledger's clock.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Where in the window the committed pages end.</summary>
    public Resume? Resume { get; init; }
}

/// <summary>The page key inside a window: commits with each page.</summary>
/// <param name="Key">Source time, as the source wrote it, from which the next page is asked; records at it are asked again.</param>
/// <param name="Counts">What the committed pages brought.</param>
public sealed record Resume(string Key, WindowCounts Counts);

/// <summary>A stretch that could not be read at the narrowest width. Newer alerts flow on; it is retried with backoff.</summary>
/// <param name="From">Start, included.</param>
/// <param name="To">End, excluded.</param>
/// <param name="Attempts">Failed tries so far.</param>
/// <param name="NextTryAt">Not asked again before this moment of the ledger's clock.</param>
/// <param name="Code">The last failure's stable code.</param>
public sealed record CoverageGap(DateTimeOffset From, DateTimeOffset To, int Attempts, DateTimeOffset NextTryAt, string Code);

/// <summary>What one request or several pages ask for.</summary>
public sealed record PollWindow
{
    /// <summary>Why it is read.</summary>
    public required Origin Origin { get; init; }

    /// <summary>Start of source time, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of source time, excluded: what is claimed as covered.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Whether the upper bound is left out of the request.</summary>
    public bool Open { get; init; }

    /// <summary>Whether reading it settles the stretch.</summary>
    public bool Settles { get; init; }

    /// <summary>Which try this is; 1 is the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>Where committed pages of it end.</summary>
    public Resume? Resume { get; init; }
}
