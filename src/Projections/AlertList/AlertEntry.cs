using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Projections;

/// <summary>One alert as the list keeps it: what it is now, and where its group puts it.</summary>
internal sealed record AlertEntry
{
    public required Guid Id { get; init; }

    public required string Stream { get; init; }

    public required string Connector { get; init; }

    public required string Kind { get; init; }

    public required string SourceId { get; init; }

    public required long IngestedPosition { get; init; }

    public required DateTimeOffset IngestedAt { get; init; }

    /// <summary>The current version, by the source's own order.</summary>
    public required SourceVersion Version { get; init; }

    public required string Title { get; init; }

    public required string Severity { get; init; }

    public required string Status { get; init; }

    public string? DetectionSource { get; init; }

    public required IReadOnlyList<string> Products { get; init; }

    public string? CreatedAt { get; init; }

    public string? ModifiedAt { get; init; }

    /// <summary><see cref="ModifiedAt"/> in ticks, to sort by; 0 when it cannot be read.</summary>
    public long ModifiedOrder { get; init; }

    /// <summary>When the ledger recorded the current version, unless that is the first one.</summary>
    public DateTimeOffset? RevisedAt { get; init; }

    public string? Url { get; init; }

    public string? Workspace { get; init; }

    /// <summary>What a Sentinel incident claims, or a Defender item offers: see <see cref="Grouping"/>.</summary>
    public required IReadOnlyList<string> GroupKeys { get; init; }

    /// <summary>The rule that excludes it; null while it is admitted.</summary>
    public string? ExcludedRule { get; init; }

    public string? ExcludedReason { get; init; }

    /// <summary>The source's id of the item that it was folded into.</summary>
    public string? RedirectedTo { get; init; }

    /// <summary>When the version that said so was modified, as the source wrote it.</summary>
    public string? RedirectedBy { get; init; }

    public InvestigationStatus Investigation { get; init; } = InvestigationStatus.Queued;

    public Conclusion? Conclusion { get; init; }

    public string? Assignee { get; init; }

    public bool Erased { get; init; }

    /// <summary>Its place in a group; null when no rule gives it one.</summary>
    public Placement? Placement { get; init; }

    /// <summary>The position of the event that made it so: from there on this version holds.</summary>
    public long Since { get; init; }

    /// <summary>The position of the event that made it otherwise; the greatest number while it is the current version.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <summary>Whether it may lead: neither excluded nor folded into another item.</summary>
    public bool IsAdmitted => ExcludedRule is null && RedirectedTo is null;

    /// <summary>Whether it is a Sentinel incident, which names a group and claims members.</summary>
    public bool NamesGroup => Kind == AlertKind.SentinelIncident;

    /// <summary>The one state it is in: excluded, else merged, else shown.</summary>
    public AlertListState State =>
        ExcludedRule is not null ? AlertListState.Excluded
        : RedirectedTo is not null || (Placement is not null && Placement.Leader != Id) ? AlertListState.Merged
        : AlertListState.Shown;

    /// <summary>
    /// Whether a list of the past would show the same: a group's size, leader and revision are not kept with each member but asked of the group, so
    /// that a group of many does not write all of them at each that joins.
    /// </summary>
    public bool IsSameVersionAs(AlertEntry other) =>
        State == other.State && Placement?.Group == other.Placement?.Group && Placement?.Rule == other.Placement?.Rule
        && (this with { Placement = null, GroupKeys = [] }) == (other with { Placement = null, GroupKeys = [] });
}

/// <summary>Where an alert stands in its group.</summary>
/// <param name="Group">The group: the id of the Sentinel incident that it is named by.</param>
/// <param name="Rule">The rule that put it there; null for the incident itself.</param>
/// <param name="Revision">The revision of the rules in force.</param>
/// <param name="Size">How many members the group has, excluded ones included.</param>
/// <param name="Leader">The first admitted member in log order; null when there is none.</param>
internal sealed record Placement(Guid Group, string? Rule, int Revision, int Size, Guid? Leader);
