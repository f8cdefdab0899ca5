using Dropzone.Ledger.Api.Problems;

namespace Dropzone.Ledger.Api.Commands;

/// <summary>Compares the version that a command was decided on with the present one.</summary>
public static class IfMatch
{
    /// <summary>The refusal of a command that was decided on another version; null when it may go on.</summary>
    public static Problem? Refusal(CommandHeaders headers, long present)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return headers.Version is null || headers.Version == present
            ? null
            : new Problem(ProblemKinds.VersionMismatch, $"It stands at version {present}, not {headers.Version}. Read it again and decide again.");
    }
}
