namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// A failed call. No member holds a secret, a token or a body; texts of the remote side are cut and stripped of control characters.
/// </summary>
/// <param name="Kind">What to branch on.</param>
/// <param name="Service">Who answered, or should have.</param>
public sealed record CloudError(CloudErrorKind Kind, CloudService Service)
{
    /// <summary>The stable code, kebab-case.</summary>
    public string Code => ErrorGuide.Code(Kind);

    /// <summary>What a person must do, one sentence or two.</summary>
    public string WhatToDo => ErrorGuide.WhatToDo(this);

    /// <summary>HTTP status, where there was an answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The API's own code (for the token service the AADSTS number); null when it gave none.</summary>
    public string? ApiCode { get; init; }

    /// <summary>The API's request id (for the token service its trace id), for a support case.</summary>
    public string? RequestId { get; init; }

    /// <summary>The API's own message, cut; or what we found wrong.</summary>
    public string? Detail { get; init; }

    /// <summary>The causes that a partial answer lists, cut.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>The permission or role that the call needs, by the name under which it is granted.</summary>
    public string? Grant { get; init; }

    /// <summary>How long the API asks to wait; at most one hour.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the same call may succeed later without anybody doing anything.</summary>
    public bool IsTransient => Kind is CloudErrorKind.Throttled or CloudErrorKind.Transient or CloudErrorKind.NetworkUnreachable;
}
