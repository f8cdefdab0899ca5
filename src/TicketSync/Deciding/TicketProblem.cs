using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.TicketSync;

/// <summary>Why a ticket could not be read or written.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="WhatToDo">What a person must do.</param>
/// <param name="Passes">Whether it passes by itself, so that waiting is the remedy.</param>
public sealed record TicketProblem(string Code, string WhatToDo, bool Passes)
{
    /// <summary>What the source said, cut; no secret.</summary>
    public string? Message { get; init; }

    /// <summary>How long the source asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a write that ended so may have been done all the same.</summary>
    public bool MayHaveBeenDone { get; init; }

    /// <summary>Whether something answered that is no incident; waiting for better is bounded then.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Whether another version exists.</summary>
    public bool IsConflict { get; init; }

    /// <summary>The answer was no incident: no etag, no properties or no status.</summary>
    public static TicketProblem NoIncident { get; } = new(
        "invalid-answer", "The answer was no incident: check what stands between, then retry.", Passes: true) { MayHaveBeenDone = true, IsUnreadable = true };

    /// <summary>The incident was deleted while it was written, and the service made one of that name instead of refusing.</summary>
    public static TicketProblem MadeAnew { get; } = new(
        "incident-made-anew",
        "The incident was deleted at Sentinel while the ledger wrote, and Sentinel made it anew: delete it there, and look at the investigation.",
        Passes: false);

    /// <summary>What a failed call means.</summary>
    public static TicketProblem Of(CloudError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var code = error.Kind == CloudErrorKind.NotFound ? "incident-gone" : error.Code;
        var remedy = error.Kind switch
        {
            CloudErrorKind.NotFound => "The incident was deleted at Sentinel: nothing can be written any more. Look at the investigation.",
            CloudErrorKind.BadRequest => "Sentinel refused the write: correct the mapping of the connector by what the message names, then retry.",
            CloudErrorKind.PermissionMissing => $"{error.WhatToDo} Assign it on the workspace or its resource group, then retry.",
            _ => error.WhatToDo,
        };
        var answered = error.Kind is CloudErrorKind.Partial or CloudErrorKind.InvalidAnswer or CloudErrorKind.AnswerTooLarge;
        return new TicketProblem(code, remedy, error.IsTransient || answered)
        {
            Message = error.Detail ?? error.ApiCode,
            RetryAfter = error.RetryAfter,
            MayHaveBeenDone = answered || error.Kind is CloudErrorKind.Transient or CloudErrorKind.NetworkUnreachable,
            IsUnreadable = answered,
            IsConflict = error.Kind == CloudErrorKind.Conflict,
        };
    }
}
