using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Events;

/// <summary>The investigation of an alert moved from one status to another.</summary>
public sealed record InvestigationStatusChanged : AlertEvent
{
    /// <summary>The status before.</summary>
    public required InvestigationStatus From { get; init; }

    /// <summary>The status after.</summary>
    public required InvestigationStatus To { get; init; }

    /// <summary>What it came to; present exactly when <see cref="To"/> is <see cref="InvestigationStatus.Closed"/>.</summary>
    public Conclusion? Conclusion { get; init; }

    /// <summary>Who changed it.</summary>
    public required Actor By { get; init; }

    /// <summary>In words, why.</summary>
    public string? Reason { get; init; }

    /// <summary>The Sentinel incidents of the alert's group at that moment.</summary>
    public IReadOnlyList<TicketReference> Tickets { get; init; } = [];
}

/// <summary>The investigation was given to somebody, or to nobody.</summary>
public sealed record InvestigationAssigned : AlertEvent
{
    /// <summary>The new assignee; absent when it was taken from everybody.</summary>
    public string? Assignee { get; init; }

    /// <summary>Who assigned it.</summary>
    public required Actor By { get; init; }
}

/// <summary>Somebody wrote a note.</summary>
public sealed record InvestigationNoteAdded : AlertEvent
{
    /// <summary>The text, as written.</summary>
    public required string Text { get; init; }

    /// <summary>Who wrote it.</summary>
    public required Actor By { get; init; }
}
