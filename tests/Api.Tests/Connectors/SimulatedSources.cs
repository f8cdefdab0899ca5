using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Tests.Connectors;

/// <summary>Settings that lead to a simulated cloud.</summary>
internal static class SimulatedSources
{
    public static EndpointSet SetOf(SimulatedCloud cloud) => new(
        "simulated",
        cloud.BaseAddress,
        new CloudEndpoint(cloud.BaseAddress, "https://graph.microsoft.com/.default"),
        new CloudEndpoint(cloud.BaseAddress, "https://api.loganalytics.io/.default"),
        new CloudEndpoint(cloud.BaseAddress, "https://management.azure.com/.default"),
        [])
    {
        TrustedRoot = cloud.CertificateAuthority,
    };

    public static object Credentials(SimulatedCloud cloud) =>
        new { clientId = cloud.Tenant.ClientId, tenantId = cloud.Tenant.TenantId, clientSecret = cloud.Tenant.ClientSecret };

    public static object Microsoft365(SimulatedCloud cloud, string id = "m365", string interval = "PT1M") => new
    {
        id, kind = "microsoft365", cloud = "simulated", credentials = Credentials(cloud), pollLookback = "P7D", pollInterval = interval,
    };

    public static object Sentinel(SimulatedCloud cloud) => new
    {
        id = "sentinel",
        kind = "sentinel",
        cloud = "simulated",
        credentials = Credentials(cloud),
        workspaces = new[]
        {
            new
            {
                name = cloud.Tenant.WorkspaceName,
                workspaceId = cloud.Tenant.WorkspaceId,
                subscriptionId = cloud.Tenant.SubscriptionId,
                resourceGroup = cloud.Tenant.ResourceGroup,
            },
        },
        pollLookback = "P7D",
    };
}
