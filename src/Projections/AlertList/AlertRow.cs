using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Projections;

/// <summary>An alert as a list shows it.</summary>
public sealed record AlertRow
{
    /// <summary>The rule that <see cref="MergedBy"/> names when the source itself folded the item into another.</summary>
    public const string RedirectedRule = "redirected";

    /// <summary>The event id of its first sight.</summary>
    public required Guid Id { get; init; }

    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>What sort of item it is at the source.</summary>
    public required string Kind { get; init; }

    /// <summary>The source's own id.</summary>
    public required string SourceId { get; init; }

    /// <summary>The title, cut to 1,000 characters; the detail has the whole.</summary>
    public required string Title { get; init; }

    /// <summary>The severity, cut to 64 characters.</summary>
    public required string Severity { get; init; }

    /// <summary>The source's status word, cut to 64 characters.</summary>
    public required string Status { get; init; }

    /// <summary>The one state it is in.</summary>
    public required AlertListState State { get; init; }

    /// <summary>The rule that excludes it; null while none does.</summary>
    public string? ExcludedRule { get; init; }

    /// <summary>In words, why.</summary>
    public string? ExcludedReason { get; init; }

    /// <summary>The alert that stands for it: its group's leader, or the item that the source folded it into; null unless merged.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>The group rule that merged it, or <see cref="RedirectedRule"/>; null unless merged. The group's own incident has none.</summary>
    public string? MergedBy { get; init; }

    /// <summary>The revision of the group rules by which it was merged; 0 = the default rules.</summary>
    public int? MergedRevision { get; init; }

    /// <summary>The group: the id of the Sentinel incident that it is named by.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>How many members the group has, excluded ones included; 1 without a group.</summary>
    public required int GroupSize { get; init; }

    /// <summary>Where the investigation stands.</summary>
    public required InvestigationStatus InvestigationStatus { get; init; }

    /// <summary>What it came to.</summary>
    public Conclusion? Conclusion { get; init; }

    /// <summary>Who works on it.</summary>
    public string? Assignee { get; init; }

    /// <summary>What detected it.</summary>
    public string? DetectionSource { get; init; }

    /// <summary>The products.</summary>
    public required IReadOnlyList<string> Products { get; init; }

    /// <summary>When the source made it, as the source wrote it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When the source changed it last, as the source wrote it.</summary>
    public string? ModifiedAt { get; init; }

    /// <summary>When the ledger recorded its first sight.</summary>
    public required DateTimeOffset IngestedAt { get; init; }

    /// <summary>The position of that event.</summary>
    public required long IngestedPosition { get; init; }

    /// <summary>When the ledger recorded the current version, unless that is the first one.</summary>
    public DateTimeOffset? RevisedAt { get; init; }

    /// <summary>The key of the current version.</summary>
    public required string Version { get; init; }

    /// <summary>Link to the source's portal.</summary>
    public string? Url { get; init; }

    /// <summary>The workspace of a Sentinel incident.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whether payload and entities were erased.</summary>
    public bool Erased { get; init; }

    /// <summary><see cref="ModifiedAt"/> in ticks, to sort by; 0 when it cannot be read.</summary>
    internal long ModifiedOrder { get; init; }
}
