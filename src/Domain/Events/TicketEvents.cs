using System.Text.Json.Serialization;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Events;

/// <summary>Why a write-back was wished for.</summary>
public enum TicketSyncCause
{
    /// <summary>An investigation changed its status.</summary>
    [JsonStringEnumMemberName("statusChanged")]
    StatusChanged,

    /// <summary>A person asked again after a failure.</summary>
    [JsonStringEnumMemberName("retry")]
    Retry,

    /// <summary>The sweep found the two sides apart.</summary>
    [JsonStringEnumMemberName("sweep")]
    Sweep,

    /// <summary>The option was turned on and the past was asked for.</summary>
    [JsonStringEnumMemberName("optionOn")]
    OptionOn,
}

/// <summary>How a write-back ended when it did not fail.</summary>
public enum TicketSyncResult
{
    /// <summary>The incident was changed by us.</summary>
    [JsonStringEnumMemberName("written")]
    Written,

    /// <summary>Nothing had to be changed.</summary>
    [JsonStringEnumMemberName("alreadyInSync")]
    AlreadyInSync,

    /// <summary>A later intent for the same incident, the other side's state by the conflict policy, or an intent that replaces it made this one moot.</summary>
    [JsonStringEnumMemberName("superseded")]
    Superseded,
}

/// <summary>One recorded wish to write a status to a ticket. The only kind of intent.</summary>
public sealed record TicketSyncRequested : AlertEvent
{
    /// <summary>The ticket.</summary>
    public required TicketReference Ticket { get; init; }

    /// <summary>Why.</summary>
    public required TicketSyncCause Cause { get; init; }

    /// <summary>The owned fields that the ticket is wished to have.</summary>
    public required TicketFields Wanted { get; init; }

    /// <summary>
    /// The intent that this one replaces: the one that failed, of a retry; else one that could not know whether its own write had been done before
    /// somebody changed the ticket, and therefore ended superseded.
    /// </summary>
    public Guid? Replaces { get; init; }

    /// <summary>What the ledger knew of the ticket when it wished this; another state at the write means that somebody else changed it.</summary>
    public TicketFields? Known { get; init; }

    /// <summary>
    /// When the ticket had been modified last by what the ledger had seen of it before this wish, as it said itself: a ticket that still says so
    /// was not written for this wish.
    /// </summary>
    public string? KnownModifiedAt { get; init; }

    /// <summary>
    /// The name under which the source shows what our application writes, when it was known by then: a poll may bring the write of this wish before
    /// its outcome is recorded, and nothing else in the stream may name us.
    /// </summary>
    public string? Application { get; init; }
}

/// <summary>One use of the conflict policy.</summary>
/// <param name="Policy">The policy: <c>personWins</c>, <c>ours</c> or <c>theirs</c>.</param>
/// <param name="Winner">Which side's state stays: <c>ours</c> or <c>theirs</c>.</param>
/// <param name="Ours">What the ledger wished.</param>
/// <param name="Theirs">What the ticket had.</param>
/// <param name="Because">In words, why that side won.</param>
public sealed record TicketConflict(string Policy, string Winner, TicketFields Ours, TicketFields Theirs, string Because);

/// <summary>The good outcome of one intent.</summary>
public sealed record TicketStatusSynced : AlertEvent
{
    /// <summary>The id of the <see cref="TicketSyncRequested"/> event.</summary>
    public required Guid Intent { get; init; }

    /// <summary>The ticket.</summary>
    public required TicketReference Ticket { get; init; }

    /// <summary>How it ended.</summary>
    public required TicketSyncResult Result { get; init; }

    /// <summary>The owned fields before.</summary>
    public TicketFields? Before { get; init; }

    /// <summary>The owned fields after.</summary>
    public TicketFields? After { get; init; }

    /// <summary>The version of the record at the source after the write, verbatim.</summary>
    public string? Etag { get; init; }

    /// <summary>How many times a write was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the ticket says that it was modified last, as it wrote it: of our own write, the mark by which its echo is known.</summary>
    public string? ModifiedAt { get; init; }

    /// <summary>The name under which the source shows what our application writes, by which an echo is known; absent when our token names none.</summary>
    public string? Application { get; init; }

    /// <summary>The use of the conflict policy that led here, when there was one.</summary>
    public TicketConflict? Conflict { get; init; }

    /// <summary>The ticket that was really read and written, when the source had folded <see cref="Ticket"/> into another.</summary>
    public TicketReference? FollowedTo { get; init; }

    /// <summary>The comment that was left on the ticket.</summary>
    public Guid? Comment { get; init; }
}

/// <summary>The bad outcome of one intent. A retry is a new intent.</summary>
public sealed record TicketSyncFailed : AlertEvent
{
    /// <summary>The id of the <see cref="TicketSyncRequested"/> event.</summary>
    public required Guid Intent { get; init; }

    /// <summary>The ticket.</summary>
    public required TicketReference Ticket { get; init; }

    /// <summary>A stable code.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>What a person must do.</summary>
    public required string WhatToDo { get; init; }

    /// <summary>How many times a write was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>What the source said, cut; no secret.</summary>
    public string? Message { get; init; }

    /// <summary>What the ticket had, when it could be read.</summary>
    public TicketFields? Before { get; init; }

    /// <summary>The use of the conflict policy that led here, when there was one.</summary>
    public TicketConflict? Conflict { get; init; }
}
