namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>The fields that a settings document may have, by the object they stand in. The served schemas name the same.</summary>
internal static class SettingsFields
{
    internal const string Credentials = "credentials";
    internal const string Exclusions = "exclusions";
    internal const string Titles = "exclusions.titles[]";
    internal const string Workspaces = "workspaces[]";
    internal const string TicketSync = "ticketSync";
    internal const string TicketMapping = "ticketSync.mapping[]";

    private static readonly string[] Common =
    [
        "id", "kind", "enabled", "name", Credentials, "cloud", "enabledSeverities", Exclusions, "logIngestionDelay", "pollInterval", "pollLookback",
    ];

    /// <summary>The names at the top of a document of a kind.</summary>
    internal static IReadOnlyList<string> Top(string kind) => kind == ConnectorKind.Sentinel
        ? [.. Common, "workspaces", "enabledStatuses", TicketSync]
        : [.. Common, "ingest", "detectionSources"];

    /// <summary>The names in an object inside.</summary>
    internal static IReadOnlyList<string> Inside(string path) => path switch
    {
        Credentials => ["clientId", "tenantId", "clientSecret", "certificate", "certificatePassword", "certificateThumbprint"],
        Exclusions => ["titles"],
        Titles => ["pattern", "reason"],
        Workspaces => ["name", "workspaceId", "subscriptionId", "resourceGroup"],
        TicketSync => ["updateStatusOnInvestigationChange", "conflictPolicy", "mapping", "comment"],
        TicketMapping => ["investigation", "conclusion", "status", "classification", "reason"],
        _ => [],
    };
}
