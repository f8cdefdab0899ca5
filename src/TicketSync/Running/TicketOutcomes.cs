using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>The words in which the end of an intent is recorded. Pure.</summary>
internal static class TicketOutcomes
{
    /// <summary>A good end.</summary>
    public static TicketStatusSynced Synced(
        OpenIntent intent, TicketReference target, TicketSyncResult result, int attempts, IncidentReading.Found? before, IncidentReading.Found? after) => new()
        {
            Intent = intent.Id,
            Ticket = intent.Request.Ticket,
            Result = result,
            Before = before?.Fields,
            After = after?.Fields,
            Etag = after?.Etag,
            ModifiedAt = after?.ModifiedAt,
            Attempts = attempts,
            FollowedTo = target == intent.Request.Ticket ? null : target,
        };

    /// <summary>
    /// The same wish once more, as an intent of its own: recorded with the end of one whose write may have been done before somebody changed the
    /// ticket. What the ticket is by then was there before it.
    /// </summary>
    public static NewIntent Anew(OpenIntent intent, IncidentReading.Found found, string? application)
    {
        var cause = EventIds.Outcome(intent.Id);
        return new NewIntent(
            EventIds.TicketSyncRequested(cause, intent.Request.Ticket), intent.Stream, cause,
            intent.Request with { Replaces = intent.Id, KnownModifiedAt = found.ModifiedAt, Application = application ?? intent.Request.Application });
    }

    /// <summary>An end that needs a person.</summary>
    public static TicketSyncFailed Failed(OpenIntent intent, int attempts, IncidentReading.Found? found, TicketDecision.Fail fail) => new()
    {
        Intent = intent.Id,
        Ticket = intent.Request.Ticket,
        ErrorCode = fail.Problem.Code,
        WhatToDo = fail.Problem.WhatToDo,
        Message = fail.Problem.Message,
        Before = found?.Fields,
        Conflict = fail.Conflict,
        Attempts = attempts,
    };

    /// <summary>The comment that names the ledger and the event.</summary>
    public static string Comment(OpenIntent intent) =>
        $"Status set to {intent.Request.Wanted.Status} by Dropzone Ledger, event {intent.Id:D} at position {intent.Position}.";
}
