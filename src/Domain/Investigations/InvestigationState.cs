namespace Dropzone.Ledger.Domain.Investigations;

/// <summary>Where the work on an alert stands.</summary>
public sealed record InvestigationState
{
    /// <summary>Nobody has begun.</summary>
    public static InvestigationState Initial { get; } = new();

    /// <summary>The status.</summary>
    public InvestigationStatus Status { get; init; } = InvestigationStatus.Queued;

    /// <summary>What it came to; present exactly when it is closed.</summary>
    public Conclusion? Conclusion { get; init; }

    /// <summary>Who works on it.</summary>
    public string? Assignee { get; init; }

    /// <summary>How many notes were written.</summary>
    public int Notes { get; init; }

    /// <summary>When the first act happened; absent until then.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>When it was closed last; absent while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}
