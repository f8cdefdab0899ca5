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

    /// <summary>Whether a write was sent whose answer is not known.</summary>
    public bool WriteInDoubt { get; init; }

    /// <summary>Answers of 409 so far.</summary>
    public int Conflicts { get; init; }

    /// <summary>Answers so far that no incident could be read from.</summary>
    public int Unreadable { get; init; }

    /// <summary>Whether earlier sweeps have put the same right so often already that another write would only go on with it.</summary>
    public bool GoesBackAndForth { get; init; }
}
