using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Projections;

/// <summary>Which alerts are wanted; every part that is given must hold, and of several values one.</summary>
public sealed record AlertListFilter
{
    /// <summary>The most rows a page holds.</summary>
    public const int LargestLimit = 200;

    /// <summary>The connector's slug.</summary>
    public string? Connector { get; init; }

    /// <summary>Severities; empty = all.</summary>
    public IReadOnlyList<string> Severities { get; init; } = [];

    /// <summary>The source's status words; empty = all.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>The state; null = all three.</summary>
    public AlertListState? Decision { get; init; } = AlertListState.Shown;

    /// <summary>Statuses of the investigation; empty = all.</summary>
    public IReadOnlyList<InvestigationStatus> Investigation { get; init; } = [];

    /// <summary>Members of this group.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>Words that the title or an id holds, in any order, whatever their case: see <see cref="SearchWords"/>.</summary>
    public string? Q { get; init; }

    /// <summary>These alerts; null = all.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>The order.</summary>
    public AlertSort Sort { get; init; } = AlertSort.IngestedDescending;

    /// <summary>Where the page before ended; must be of the same order.</summary>
    public AlertCursor? Cursor { get; init; }

    /// <summary>Rows wanted, 1 to <see cref="LargestLimit"/>; others are brought into that range.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>The orders of a list; the position of the first sight breaks ties, so that no row is met twice or missed.</summary>
public enum AlertSort
{
    /// <summary>Newest first sight first: <c>-ingested</c>.</summary>
    IngestedDescending,

    /// <summary>Oldest first sight first: <c>ingested</c>.</summary>
    Ingested,

    /// <summary>Last changed at the source first: <c>-modified</c>.</summary>
    ModifiedDescending,

    /// <summary>Longest unchanged at the source first: <c>modified</c>.</summary>
    Modified,
}
