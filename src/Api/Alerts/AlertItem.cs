using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>An alert as a list shows it.</summary>
public sealed record AlertItem
{
    /// <summary>The event id of its first sight.</summary>
    public required Guid Id { get; init; }

    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>What sort of item it is at the source.</summary>
    public required string Kind { get; init; }

    /// <summary>The source's own id.</summary>
    public required string SourceId { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The severity.</summary>
    public required string Severity { get; init; }

    /// <summary>The source's status word.</summary>
    public required string Status { get; init; }

    /// <summary>The one state it is in: shown, excluded or merged.</summary>
    public required AlertListState Decision { get; init; }

    /// <summary>The rule that excludes it, and why.</summary>
    public ExcludedBy? Excluded { get; init; }

    /// <summary>The alert that stands for it, and by which rule.</summary>
    public MergedInto? Merged { get; init; }

    /// <summary>Its group: the id of the Sentinel incident that it is named by.</summary>
    public Guid? Group { get; init; }

    /// <summary>How many members the group has.</summary>
    public required int GroupSize { get; init; }

    /// <summary>Where the investigation stands.</summary>
    public required InvestigationView Investigation { get; init; }

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

    /// <summary>Link to the source's portal, when it leads to a Microsoft portal.</summary>
    public string? Link { get; init; }

    /// <summary>The text of a link that leads elsewhere, made unclickable.</summary>
    public string? LinkText { get; init; }

    /// <summary>The workspace of a Sentinel incident.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whether payload and entities were erased.</summary>
    public bool Erased { get; init; }

    internal static AlertItem Of(AlertRow row, SafeLinks links) => new()
    {
        Id = row.Id,
        Connector = row.Connector,
        Kind = row.Kind,
        SourceId = row.SourceId,
        Title = row.Title,
        Severity = row.Severity,
        Status = row.Status,
        Decision = row.State,
        Excluded = row.ExcludedRule is { } rule ? new ExcludedBy(rule, row.ExcludedReason) : null,
        Merged = row.MergedInto is { } leader ? new MergedInto(leader, row.MergedBy, row.MergedRevision) : null,
        Group = row.GroupId,
        GroupSize = row.GroupSize,
        Investigation = new InvestigationView(row.InvestigationStatus, row.Conclusion, row.Assignee),
        DetectionSource = row.DetectionSource,
        Products = row.Products,
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        IngestedAt = row.IngestedAt,
        IngestedPosition = row.IngestedPosition,
        RevisedAt = row.RevisedAt,
        Version = row.Version,
        Link = links.Follow(row.Url),
        LinkText = links.Defang(row.Url),
        Workspace = row.Workspace,
        Erased = row.Erased,
    };
}

/// <summary>The rule that keeps an alert off the list.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Reason">In words, why.</param>
public sealed record ExcludedBy(string Rule, string? Reason);

/// <summary>What stands for an alert.</summary>
/// <param name="Into">The alert that stands for it.</param>
/// <param name="By">The group rule, or <c>redirected</c> when the source folded it; absent for the group's own incident.</param>
/// <param name="Revision">The revision of the group rules; 0 = the default rules.</param>
public sealed record MergedInto(Guid Into, string? By, int? Revision);

/// <summary>Where the work on an alert stands.</summary>
/// <param name="Status">The status.</param>
/// <param name="Conclusion">What it came to.</param>
/// <param name="Assignee">Who works on it.</param>
public sealed record InvestigationView(InvestigationStatus Status, Conclusion? Conclusion, string? Assignee);
