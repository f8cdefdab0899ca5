using System.Text.Json.Serialization;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>The kinds of connector.</summary>
public static class ConnectorKind
{
    /// <summary>Microsoft Sentinel.</summary>
    public const string Sentinel = "sentinel";

    /// <summary>Microsoft 365 / Defender.</summary>
    public const string Microsoft365 = "microsoft365";
}

/// <summary>What a person configured, without secrets. Property names are those of the API.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SentinelSettings), ConnectorKind.Sentinel)]
[JsonDerivedType(typeof(Microsoft365Settings), ConnectorKind.Microsoft365)]
public abstract record ConnectorSettings
{
    /// <summary>The connector's kind: the discriminator of the JSON form.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>What people call the connector.</summary>
    public string? Name { get; init; }

    /// <summary>How the ledger signs in, without the secret.</summary>
    public required ConnectorCredentials Credentials { get; init; }

    /// <summary><c>public</c>, <c>usGov</c>, <c>usGovDod</c>, <c>china</c> or a named endpoint set of the server's allow-list.</summary>
    public string Cloud { get; init; } = "public";

    /// <summary>Severities that are shown; empty = all. Others are recorded and excluded.</summary>
    public IReadOnlyList<string> EnabledSeverities { get; init; } = [];

    /// <summary>What is recorded but not shown.</summary>
    public Exclusions Exclusions { get; init; } = new();

    /// <summary>How long after its modification a record is sure to be queryable; each cycle asks again for this overlap.</summary>
    public TimeSpan LogIngestionDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the source is asked.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far back the first poll and the daily reconcile pass reach.</summary>
    public TimeSpan PollLookback { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>How the ledger signs in at Entra.</summary>
public sealed record ConnectorCredentials
{
    /// <summary>The application's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The directory: a GUID or a domain.</summary>
    public required string TenantId { get; init; }

    /// <summary>SHA-256 thumbprint (hex) of the certificate, when one is used instead of a secret.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The initial domain of the directory, such as <c>example.onmicrosoft.com</c>; Exchange is asked under it.</summary>
    public string? OrganizationId { get; init; }
}

/// <summary>What is recorded but not shown.</summary>
public sealed record Exclusions
{
    /// <summary>Titles, in the order in which they are asked.</summary>
    public IReadOnlyList<TitleExclusion> Titles { get; init; } = [];

    /// <summary>Alerts of Prelude Security (Microsoft 365 only); absent = not looked for.</summary>
    public PreludeExclusion? PreludeSecurity { get; init; }

    /// <summary>Files (Microsoft 365 only); absent = none.</summary>
    public IReadOnlyList<FileExclusion>? Files { get; init; }
}

/// <summary>Settings of a Microsoft Sentinel connector.</summary>
public sealed record SentinelSettings : ConnectorSettings
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => ConnectorKind.Sentinel;

    /// <summary>The workspaces to read; at least one.</summary>
    public required IReadOnlyList<SentinelWorkspace> Workspaces { get; init; }

    /// <summary>Incident statuses that are shown; empty = all.</summary>
    public IReadOnlyList<string> EnabledStatuses { get; init; } = [];

    /// <summary>Write-back of investigation statuses.</summary>
    public TicketSyncSettings TicketSync { get; init; } = new();

    /// <summary>Queries whose rows are alerts, run in every workspace; absent = none.</summary>
    public IReadOnlyList<KqlQuery>? KqlQueries { get; init; }

    /// <summary>Whether the mails behind email alerts are fetched from the recipients' mailboxes as evidence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DefenderEmailFetching { get; init; }
}

/// <summary>One Log Analytics workspace with Sentinel.</summary>
/// <param name="Name">The workspace's resource name; unique within the connector.</param>
/// <param name="WorkspaceId">The workspace's customer id (GUID).</param>
/// <param name="SubscriptionId">The subscription (GUID).</param>
/// <param name="ResourceGroup">The resource group.</param>
public sealed record SentinelWorkspace(string Name, string WorkspaceId, string SubscriptionId, string ResourceGroup);

/// <summary>Write-back of investigation statuses to Sentinel incidents.</summary>
public sealed record TicketSyncSettings
{
    /// <summary>Update status on investigation change.</summary>
    public bool UpdateStatusOnInvestigationChange { get; init; }

    /// <summary>Who wins when both sides changed: <c>personWins</c>, <c>ours</c> or <c>theirs</c>; null = <c>personWins</c>.</summary>
    public string? ConflictPolicy { get; init; }

    /// <summary>What an investigation's state is at Sentinel, where it differs from the default map; null = the default map.</summary>
    public IReadOnlyList<TicketMappingRule>? Mapping { get; init; }

    /// <summary>Whether each write leaves a comment on the incident that names the ledger and the event; null = no.</summary>
    public bool? Comment { get; init; }
}

/// <summary>What one state of an investigation is at Sentinel.</summary>
/// <param name="Investigation">The investigation's status.</param>
/// <param name="Status">The incident's status: New, Active or Closed.</param>
/// <param name="Conclusion">The conclusion; given exactly when the investigation is Closed.</param>
/// <param name="Classification">The incident's classification; given exactly when it is Closed.</param>
/// <param name="Reason">The classification's reason, where the classification has one.</param>
public sealed record TicketMappingRule(
    string Investigation, string Status, string? Conclusion = null, string? Classification = null, string? Reason = null);

/// <summary>Settings of a Microsoft 365 / Defender connector.</summary>
public sealed record Microsoft365Settings : ConnectorSettings
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => ConnectorKind.Microsoft365;

    /// <summary>What is read: <c>alerts</c> or <c>incidents</c>.</summary>
    public string Ingest { get; init; } = "alerts";

    /// <summary>Detection sources that are shown; empty = all.</summary>
    public IReadOnlyList<string> DetectionSources { get; init; } = [];

    /// <summary>Whether mails that people submitted to Microsoft are read.</summary>
    public bool EmailThreatSubmissions { get; init; }

    /// <summary>Categories (<c>result.category</c>) of submissions that are recorded and not shown.</summary>
    public IReadOnlyList<string> ExcludedEmailCategories { get; init; } = [];

    /// <summary>The mailbox that people report phishing to.</summary>
    public MailboxPhishingSettings MailboxPhishing { get; init; } = new();

    /// <summary>Quarantined mails, through the transport of Exchange Online PowerShell.</summary>
    public PowerShellSettings Powershell { get; init; } = new();

    /// <summary>Enforcement modes of data loss prevention whose alerts are shown: see <see cref="DlpEnforcementMode"/>; empty = all.</summary>
    public IReadOnlyList<string> DlpEnforcementModes { get; init; } = [];
}
