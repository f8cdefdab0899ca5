using System.Security.Cryptography.X509Certificates;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>One Microsoft API of one cloud: where it answers and the scope its tokens are asked for.</summary>
/// <param name="Address">Base address, https. A path is kept as a prefix of every request.</param>
/// <param name="Scope">One resource and <c>/.default</c>.</param>
public sealed record CloudEndpoint(Uri Address, string Scope);

/// <summary>The sources that exist in a cloud. What is absent is refused by name instead of being called.</summary>
[Flags]
public enum CloudSources
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Graph <c>security/alerts_v2</c>.</summary>
    GraphAlerts = 1,

    /// <summary>Graph <c>security/incidents</c>.</summary>
    GraphIncidents = 2,

    /// <summary>The Log Analytics query API.</summary>
    LogAnalytics = 4,

    /// <summary>Sentinel incidents of the resource manager.</summary>
    SentinelIncidents = 8,

    /// <summary>Graph <c>security/threatSubmission</c>; worldwide and beta only.</summary>
    EmailThreats = 16,

    /// <summary>Mailboxes in Graph.</summary>
    Mailboxes = 32,

    /// <summary>Graph <c>security/runHuntingQuery</c>.</summary>
    Hunting = 64,

    /// <summary>Cmdlets of Exchange Online over REST.</summary>
    Exchange = 128,

    /// <summary>All of them.</summary>
    All = GraphAlerts | GraphIncidents | LogAnalytics | SentinelIncidents | EmailThreats | Mailboxes | Hunting | Exchange,
}

/// <summary>The endpoints of one cloud. Tokens and links never cross from one set to another.</summary>
/// <param name="Name">The name a connector's setting <c>cloud</c> carries.</param>
/// <param name="AuthorityHost">Root of the token service; a path would be dropped by the identity library, so none is allowed.</param>
/// <param name="Graph">Microsoft Graph.</param>
/// <param name="LogAnalytics">The Log Analytics query API.</param>
/// <param name="ResourceManager">Azure Resource Manager.</param>
/// <param name="PortalHosts">Hosts that links in payloads may point to and still be shown as links.</param>
public sealed record EndpointSet(
    string Name,
    Uri AuthorityHost,
    CloudEndpoint Graph,
    CloudEndpoint LogAnalytics,
    CloudEndpoint ResourceManager,
    IReadOnlyList<string> PortalHosts)
{
    /// <summary>Exchange Online's admin API; absent where a set names none: then its cmdlets cannot be called.</summary>
    public CloudEndpoint? Exchange { get; init; }

    /// <summary>What exists there.</summary>
    public CloudSources Sources { get; init; } = CloudSources.All;

    /// <summary>
    /// A root certificate to trust for this set and for nothing else; with it the system's roots and proxies are not used.
    /// The owner of the set keeps it alive.
    /// </summary>
    public X509Certificate2? TrustedRoot { get; init; }

    /// <summary>The same as a PEM file, read when a connection is opened. <see cref="TrustedRoot"/> wins.</summary>
    public string? TrustedRootPemPath { get; init; }

    internal bool HasOwnTrust => TrustedRoot is not null || TrustedRootPemPath is not null;
}
