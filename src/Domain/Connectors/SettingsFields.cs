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
    internal const string KqlQueries = "kqlQueries[]";
    internal const string MailboxPhishing = "mailboxPhishing";
    internal const string Powershell = "powershell";
    internal const string PreludeSecurity = "exclusions.preludeSecurity";
    internal const string Files = "exclusions.files[]";

    private static readonly string[] Note = ["name", "reason", "owner", "reviewBy"];

    private static readonly string[] Common =
    [
        "id", "kind", "enabled", "name", Credentials, "cloud", "enabledSeverities", Exclusions, "logIngestionDelay", "pollInterval", "pollLookback",
    ];

    /// <summary>The names at the top of a document of a kind.</summary>
    internal static IReadOnlyList<string> Top(string kind) => kind == ConnectorKind.Sentinel
        ? [.. Common, "workspaces", "enabledStatuses", TicketSync, "kqlQueries", "defenderEmailFetching"]
        :
        [
            .. Common, "ingest", "detectionSources", "emailThreatSubmissions", "excludedEmailCategories", MailboxPhishing, Powershell, "dlpEnforcementModes",
        ];

    /// <summary>The names in the credentials of a kind.</summary>
    internal static IReadOnlyList<string> CredentialsOf(string kind) =>
        kind == ConnectorKind.Sentinel ? Inside(Credentials) : [.. Inside(Credentials), "organizationId"];

    /// <summary>The names in the exclusions of a kind.</summary>
    internal static IReadOnlyList<string> ExclusionsOf(string kind) =>
        kind == ConnectorKind.Sentinel ? Inside(Exclusions) : [.. Inside(Exclusions), "preludeSecurity", "files"];

    /// <summary>The names in an object inside.</summary>
    internal static IReadOnlyList<string> Inside(string path) => path switch
    {
        Credentials => ["clientId", "tenantId", "clientSecret", "certificate", "certificatePassword", "certificateThumbprint"],
        Exclusions => ["titles"],
        Titles => ["pattern", "match", .. Note],
        Workspaces => ["name", "workspaceId", "subscriptionId", "resourceGroup"],
        TicketSync => ["updateStatusOnInvestigationChange", "conflictPolicy", "mapping", "comment"],
        TicketMapping => ["investigation", "conclusion", "status", "classification", "reason"],
        MailboxPhishing => ["enabled", "address", "filter"],
        Powershell => ["enabled"],
        PreludeSecurity => ["enabled", "contains", "fields", .. Note],
        Files => ["fileName", "path", "sha1", "sha256", .. Note],
        KqlQueries => ["slug", "query", "timeColumn", "idColumns", "titleColumn", "severityColumn"],
        _ => [],
    };
}
