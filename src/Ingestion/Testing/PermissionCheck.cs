using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a permission check came to.</summary>
public enum CheckResult
{
    /// <summary>The call went through.</summary>
    Pass,

    /// <summary>It was refused.</summary>
    Fail,

    /// <summary>It cannot be told without trying to write, or the source did not say.</summary>
    Unknown,
}

/// <summary>One permission that a connector needs.</summary>
/// <param name="Name">What it is needed for.</param>
/// <param name="Grant">The exact permission or role to grant.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Code">A stable code when it did not pass.</param>
/// <param name="Message">What the source said.</param>
/// <param name="WhatToDo">The remedy.</param>
public sealed record PermissionCheck(string Name, string Grant, CheckResult Result, string? Code = null, string? Message = null, string? WhatToDo = null)
{
    /// <summary>A call that must go through: pass, fail, or unknown when the source could not be asked.</summary>
    internal static PermissionCheck Of<T>(string name, string grant, CloudResult<T> read) => read.Match(
        _ => new PermissionCheck(name, grant, CheckResult.Pass),
        error => Refused(name, grant, error.IsTransient ? CheckResult.Unknown : CheckResult.Fail, error));

    /// <summary>What a refusal says, with the exact thing to grant when a permission is missing.</summary>
    internal static PermissionCheck Refused(string name, string grant, CheckResult result, CloudError error) =>
        new(
            name,
            grant,
            result,
            error.Code,
            error.Detail,
            error.Kind switch
            {
                CloudErrorKind.PermissionMissing => $"Grant {grant} to the application.",
                CloudErrorKind.Throttled => $"The API asks to slow down, so that the permission was not tried: test again in {Wait(error.RetryAfter)}.",
                _ => error.WhatToDo,
            });

    private static string Wait(TimeSpan? asked) => asked is { } wait && wait > TimeSpan.FromMinutes(1)
        ? $"{Math.Ceiling(wait.TotalMinutes)} minutes"
        : "a minute";
}
