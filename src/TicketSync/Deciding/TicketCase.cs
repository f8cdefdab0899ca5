using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>Everything about one intent that a decision rests on, besides the ticket itself.</summary>
public sealed record TicketCase
{
    /// <summary>The fields that are wished for.</summary>
    public required TicketFields Wanted { get; init; }

    /// <summary>States of the ticket that are no surprise: what the ledger knew, and what it may have written since. Empty = nothing is known.</summary>
    public IReadOnlyList<TicketFields> Expected { get; init; } = [];

    /// <summary>See <see cref="ConflictPolicy"/>.</summary>
    public string Policy { get; init; } = ConflictPolicy.PersonWins;

    /// <summary>When a person made the change that is to be written; null when a program did.</summary>
    public DateTimeOffset? PersonAt { get; init; }

    /// <summary>Whether a later intent for the same ticket waits.</summary>
    public bool Overtaken { get; init; }

    /// <summary>Why nothing may be written now at all, such as an option that was turned off; null when it may.</summary>
    public TicketProblem? Barred { get; init; }

    /// <summary>The version of the ticket on which this process sent writes whose answers are not known; null when it sent none.</summary>
    public string? SentOn { get; init; }

    /// <summary>Whether a former process may have sent a write, since it was not this one that recorded the intent.</summary>
    public bool Inherited { get; init; }

    /// <summary>When the ticket had been modified last by what was seen of it before the intent was recorded; null when that is not known.</summary>
    public DateTimeOffset? KnownModifiedTime { get; init; }

    /// <summary>Whether a write was sent whose answer is not known.</summary>
    public bool WriteInDoubt => SentOn is not null;

    /// <summary>
    /// Whether a write of this intent may have been done before the ticket became what it is. A version that was there before any write, by its
    /// etag or by the ticket's own time, says that none was; and a write on such a version is refused when another one arrives late.
    /// </summary>
    public bool MayBeWritten(IncidentReading.Found found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return (SentOn is not null && SentOn != found.Etag) || (Inherited && !(found.ModifiedTime <= KnownModifiedTime));
    }

    /// <summary>Answers of 409 so far, and intents that this one replaces.</summary>
    public int Conflicts { get; init; }

    /// <summary>Whether the ticket was folded into one that has write-backs of its own: what is written there is what its own investigation says.</summary>
    public bool FoldedIntoAnother { get; init; }

    /// <summary>Answers to reads and writes so far that no incident could be read from.</summary>
    public int Unreadable { get; init; }

    /// <summary>Whether earlier sweeps have put the same right so often already that another write would only go on with it.</summary>
    public bool GoesBackAndForth { get; init; }
}
