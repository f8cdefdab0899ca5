using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>Where one intent of a write-back stands.</summary>
public enum TicketIntentState
{
    /// <summary>No outcome yet.</summary>
    Waiting,

    /// <summary>The incident was changed by us.</summary>
    Written,

    /// <summary>Nothing had to be changed.</summary>
    AlreadyInSync,

    /// <summary>A later intent made it moot.</summary>
    Superseded,

    /// <summary>It failed; a person must act.</summary>
    Failed,
}

/// <summary>One intent of an alert's stream and how it ended.</summary>
/// <param name="Intent">The id of the event that wished for it.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Wanted">The owned fields that were wished for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ErrorCode">The stable code of the failure, when it failed.</param>
/// <param name="Application">The name under which the source shows what is written for it; absent when it was not known.</param>
public sealed record TicketIntent(
    Guid Intent, TicketReference Ticket, TicketFields Wanted, TicketIntentState State, string? ErrorCode = null, string? Application = null);
