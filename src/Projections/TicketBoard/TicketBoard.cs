using System.Text.Json;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Projections;

/// <summary>The states of an intent, as the board's words.</summary>
public static class TicketBoardState
{
    /// <summary>No outcome yet.</summary>
    public const string Waiting = "waiting";

    /// <summary>The incident was changed by us.</summary>
    public const string Written = "written";

    /// <summary>Nothing had to be changed.</summary>
    public const string AlreadyInSync = "already-in-sync";

    /// <summary>A later intent, or the other side by the conflict policy, made it moot.</summary>
    public const string Superseded = "superseded";

    /// <summary>A person must act.</summary>
    public const string Failed = "failed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Waiting, Written, AlreadyInSync, Superseded, Failed];

    /// <summary>The state that an event leads to.</summary>
    internal static string Of(LedgerEvent happened) => happened switch
    {
        TicketStatusSynced { Result: TicketSyncResult.Written } => Written,
        TicketStatusSynced { Result: TicketSyncResult.AlreadyInSync } => AlreadyInSync,
        TicketStatusSynced => Superseded,
        TicketSyncFailed => Failed,
        _ => Waiting,
    };
}

/// <summary>One intent on the board.</summary>
public sealed record TicketRow
{
    /// <summary>The intent: the id of its event.</summary>
    public required Guid Intent { get; init; }

    /// <summary>The alert whose investigation it is about.</summary>
    public required Guid Alert { get; init; }

    /// <summary>The ticket.</summary>
    public required TicketReference Ticket { get; init; }

    /// <summary>Why it was wished for: <c>statusChanged</c>, <c>retry</c>, <c>sweep</c> or <c>optionOn</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>The owned fields that were wished for.</summary>
    public required TicketFields Wanted { get; init; }

    /// <summary>The intent that it replaces.</summary>
    public Guid? Replaces { get; init; }

    /// <summary>The position at which it was wished for.</summary>
    public required long RequestedPosition { get; init; }

    /// <summary>When it was wished for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>One of <see cref="TicketBoardState"/>.</summary>
    public required string State { get; init; }

    /// <summary>The position of its outcome.</summary>
    public long? SettledPosition { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>How many times a write was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>The outcome as recorded: fields before and after, or code and what to do.</summary>
    public JsonElement? Outcome { get; init; }

    /// <summary>The intent by which it was tried again.</summary>
    public Guid? RetriedBy { get; init; }
}

/// <summary>The balance that always holds: intents = written + already in sync + superseded + failed + waiting.</summary>
public sealed record TicketBalance(string Connector, long Intents, long Written, long AlreadyInSync, long Superseded, long Failed, long Waiting)
{
    /// <summary>Failed ones that nobody tried again: what a person must look at.</summary>
    public long NeedsPerson { get; init; }

    /// <summary>Since when the oldest waiting one waits.</summary>
    public DateTimeOffset? WaitingSince { get; init; }
}

/// <summary>A page of the board.</summary>
/// <param name="Position">The position that it reflects.</param>
/// <param name="Items">The newest first.</param>
/// <param name="NextCursor">Where the next page goes on; null on the last one.</param>
public sealed record TicketBoardPage(long Position, IReadOnlyList<TicketRow> Items, long? NextCursor);
