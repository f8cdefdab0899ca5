using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// A workspace has no SecurityIncident before its first incident, and no SecurityAlert before its first alert: the query API then refuses
/// the query as if its text were wrong. Our queries are fixed, so this refusal means an empty table.
/// </summary>
internal static class AbsentTables
{
    private static readonly string[] Tables = ["'SecurityIncident'", "'SecurityAlert'"];

    /// <summary>Whether a refusal says that one of our tables does not exist yet.</summary>
    public static bool Is(CloudError error) =>
        error.Kind == CloudErrorKind.QuerySyntax && error.Causes.Append(error.Detail ?? "").Any(text =>
            text.Contains("Failed to resolve table", StringComparison.OrdinalIgnoreCase)
            && Tables.Any(table => text.Contains(table, StringComparison.Ordinal)));
}
