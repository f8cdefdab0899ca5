using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>What to do about an intent now. Closed.</summary>
public abstract record TicketDecision
{
    private TicketDecision()
    {
    }

    /// <summary>The ticket has all that is wished for.</summary>
    /// <param name="ByUs">Whether that is a write of this intent whose answer was lost.</param>
    public sealed record Nothing(bool ByUs) : TicketDecision;

    /// <summary>Write these fields.</summary>
    /// <param name="Fields">The fields.</param>
    /// <param name="Conflict">The use of the conflict policy that decided so; null when there was no conflict.</param>
    public sealed record Write(TicketFields Fields, TicketConflict? Conflict) : TicketDecision;

    /// <summary>A later intent will do it.</summary>
    public sealed record Superseded : TicketDecision;

    /// <summary>The other side's state stays, and the investigation takes it over.</summary>
    public sealed record TheirsStays(TicketConflict Conflict) : TicketDecision;

    /// <summary>
    /// Write, but by another intent: a write of this one may have been done before somebody changed the ticket, and an intent writes at most once.
    /// </summary>
    public sealed record Replace : TicketDecision;

    /// <summary>Try again later.</summary>
    /// <param name="RetryAfter">How long the source asked to wait.</param>
    public sealed record Wait(TimeSpan? RetryAfter) : TicketDecision;

    /// <summary>A person must act.</summary>
    public sealed record Fail(TicketProblem Problem, TicketConflict? Conflict) : TicketDecision;
}
