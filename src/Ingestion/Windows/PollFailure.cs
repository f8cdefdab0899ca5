using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Why a window could not be read whole.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">What the source said, cut and cleaned; no secret.</param>
public sealed record PollFailure(string Code, string Message)
{
    /// <summary>A full page bears one timestamp and has no next link: what follows at that time cannot be asked for.</summary>
    public const string PageStuck = "page-stuck";

    /// <summary>A page without a next link is not in the order that was asked for.</summary>
    public const string PageUnordered = "page-unordered";

    /// <summary>A next link leads back to a page that was read.</summary>
    public const string LinkLoops = "next-link-loops";

    /// <summary>The API's own id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>What a person must do; absent when waiting is enough.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>How long the source asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the source asked to slow down.</summary>
    public bool Throttled { get; init; }

    /// <summary>
    /// Whether a narrower window may get through: the answer itself was bad. A refused sign-in, a missing role, a throttle and a dead line
    /// are the same for every window.
    /// </summary>
    public bool Narrows { get; init; }

    /// <summary>Whether the answer was too large: asking for the same window again can only bring the same.</summary>
    public bool TooLarge { get; init; }

    /// <summary>What a failed call means for the window.</summary>
    public static PollFailure Of(CloudError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var detail = error.Detail ?? error.ApiCode ?? (error.HttpStatus is { } status ? $"HTTP {status}" : error.Code);
        return new PollFailure(error.Code, error.Causes.Count == 0 ? detail : $"{detail} ({string.Join("; ", error.Causes)})")
        {
            RequestId = error.RequestId,
            WhatToDo = error.IsTransient || error.Kind == CloudErrorKind.Partial ? null : error.WhatToDo,
            RetryAfter = error.RetryAfter,
            TooLarge = error.ApiCode == KqlReader.TooManyRows,
            Throttled = error.Kind == CloudErrorKind.Throttled,
            Narrows = error.Kind is CloudErrorKind.Partial or CloudErrorKind.InvalidAnswer or CloudErrorKind.AnswerTooLarge
                or CloudErrorKind.Transient or CloudErrorKind.BadRequest or CloudErrorKind.ForeignNextLink,
        };
    }
}
