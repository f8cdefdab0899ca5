using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Investigations;

/// <summary>Move the investigation to a status.</summary>
/// <param name="To">The status wished for.</param>
/// <param name="Conclusion">Needed to close, and only then.</param>
/// <param name="By">Who wishes it.</param>
/// <param name="Reason">In words, why.</param>
/// <param name="Tickets">The Sentinel incidents of the alert's group at this moment.</param>
public sealed record ChangeStatus(InvestigationStatus To, Conclusion? Conclusion, Actor By, string? Reason, IReadOnlyList<TicketReference> Tickets);

/// <summary>Give the investigation to somebody; null takes it from everybody.</summary>
/// <param name="Assignee">The new assignee.</param>
/// <param name="By">Who assigns it.</param>
public sealed record Assign(string? Assignee, Actor By);

/// <summary>Write a note.</summary>
/// <param name="Text">The text.</param>
/// <param name="By">Who writes it.</param>
public sealed record AddNote(string Text, Actor By);

/// <summary>What became of a command. Closed.</summary>
public abstract record InvestigationOutcome
{
    private InvestigationOutcome()
    {
    }

    /// <summary>These events follow.</summary>
    /// <param name="Events">At least one.</param>
    public sealed record Accepted(IReadOnlyList<AlertEvent> Events) : InvestigationOutcome;

    /// <summary>It is so already.</summary>
    public sealed record NothingToDo : InvestigationOutcome;

    /// <summary>It may not be done.</summary>
    /// <param name="Code">A stable code.</param>
    /// <param name="Message">In words, why, and what to do instead.</param>
    public sealed record Rejected(string Code, string Message) : InvestigationOutcome;
}
