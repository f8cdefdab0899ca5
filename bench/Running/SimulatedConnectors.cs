using System.Text.Json.Nodes;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Running;

/// <summary>How the product is told of the simulated cloud, and the settings documents that a person would write for it.</summary>
internal static class SimulatedConnectors
{
    /// <summary>A Sentinel connector.</summary>
    public const string Sentinel = "sentinel";

    /// <summary>A connector of Defender alerts.</summary>
    public const string Alerts = "defender";

    /// <summary>A connector of Defender incidents.</summary>
    public const string Incidents = "defender-incidents";

    private const string Cloud = "simulator";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Sentinel, Alerts, Incidents];

    /// <summary>The allow-list of endpoint sets, as an operator writes it into the environment; the certificate authority goes into a file.</summary>
    public static async Task<Dictionary<string, string>> EnvironmentAsync(SimulatedCloud cloud, string folder, CancellationToken cancellation)
    {
        var root = Path.Combine(folder, "simulator-root.pem");
        await File.WriteAllTextAsync(root, cloud.CertificateAuthority.ExportCertificatePem(), cancellation);
        var address = cloud.BaseAddress.ToString();
        const string Set = "Ledger__EndpointSets__0__";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Set + "Name"] = Cloud,
            [Set + "Authority"] = address,
            [Set + "Graph__Address"] = address,
            [Set + "Graph__Scope"] = Clouds.Public.Graph.Scope,
            [Set + "LogAnalytics__Address"] = address,
            [Set + "LogAnalytics__Scope"] = Clouds.Public.LogAnalytics.Scope,
            [Set + "ResourceManager__Address"] = address,
            [Set + "ResourceManager__Scope"] = Clouds.Public.ResourceManager.Scope,
            [Set + "TrustedRootFile"] = root,
        };
    }

    /// <summary>The three documents. They poll when asked to, and hardly by themselves.</summary>
    /// <param name="tenant">The simulated tenant.</param>
    /// <param name="lookback">How far back the first poll reaches (ISO 8601).</param>
    public static IReadOnlyList<JsonObject> Documents(SimulatedTenant tenant, string lookback)
    {
        var sentinel = Common(Sentinel, "sentinel", tenant, lookback);
        sentinel["workspaces"] = new JsonArray(new JsonObject
        {
            ["name"] = tenant.WorkspaceName,
            ["workspaceId"] = tenant.WorkspaceId.ToString(),
            ["subscriptionId"] = tenant.SubscriptionId.ToString(),
            ["resourceGroup"] = tenant.ResourceGroup,
        });
        sentinel["defenderEmailFetching"] = true;
        var alerts = Common(Alerts, "microsoft365", tenant, lookback);
        alerts["ingest"] = "alerts";
        alerts["enabledSeverities"] = new JsonArray("High", "Medium");
        var incidents = Common(Incidents, "microsoft365", tenant, lookback);
        incidents["ingest"] = "incidents";
        return [sentinel, alerts, incidents];
    }

    private static JsonObject Common(string id, string kind, SimulatedTenant tenant, string lookback) => new()
    {
        ["id"] = id,
        ["kind"] = kind,
        ["name"] = id,
        ["cloud"] = Cloud,
        ["credentials"] = new JsonObject
        {
            ["clientId"] = tenant.ClientId.ToString(),
            ["tenantId"] = tenant.TenantId.ToString(),
            ["clientSecret"] = tenant.ClientSecret,
        },
        ["logIngestionDelay"] = "PT30S",
        ["pollInterval"] = "PT1H",
        ["pollLookback"] = lookback,
    };
}
