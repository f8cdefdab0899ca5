using System.Text.Json.Nodes;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Demo;

/// <summary>The settings documents that a person would write for the simulated tenant.</summary>
public static class DemoConnectors
{
    /// <summary>The name of the endpoint set that points at the simulator.</summary>
    public const string Cloud = "simulator";

    /// <summary>The simulator's address for every service, with the public cloud's audiences; its certificate authority is trusted here and nowhere else.</summary>
    public static EndpointSet EndpointsOf(SimulatedCloud cloud) => Clouds.Public with
    {
        Name = Cloud,
        AuthorityHost = cloud.BaseAddress,
        Graph = Clouds.Public.Graph with { Address = cloud.BaseAddress },
        LogAnalytics = Clouds.Public.LogAnalytics with { Address = cloud.BaseAddress },
        ResourceManager = Clouds.Public.ResourceManager with { Address = cloud.BaseAddress },
        Exchange = Clouds.Public.Exchange! with { Address = cloud.BaseAddress },
        TrustedRoot = cloud.CertificateAuthority,
    };

    /// <summary>
    /// A Sentinel and a Defender connector; a third for Defender incidents where samples hold some. Samples are years old, so that their first
    /// poll must reach back far; made-up alerts begin a week ago.
    /// </summary>
    public static IReadOnlyList<JsonObject> For(IReadOnlyList<SimulatedTenant> workspaces, bool samples)
    {
        var tenant = workspaces[0];
        var lookback = samples ? "P3650D" : "P7D";
        var sentinel = Common("sentinel", "sentinel", "Sentinel · Contoso SOC", tenant, lookback);
        DemoSentinel.Complete(sentinel, workspaces, samples);
        var alerts = Common("defender", "microsoft365", "Microsoft 365 Defender", tenant, lookback);
        alerts["ingest"] = "alerts";
        if (!samples)
        {
            AllOptions(alerts, tenant);
            return [sentinel, alerts];
        }

        var incidents = Common("defender-incidents", "microsoft365", "Microsoft 365 Defender incidents", tenant, lookback);
        incidents["ingest"] = "incidents";
        return [sentinel, alerts, incidents];
    }

    /// <summary>Every option of the Microsoft 365 source, as somebody who uses them all would set it.</summary>
    private static void AllOptions(JsonObject alerts, SimulatedTenant tenant)
    {
        alerts["credentials"]!["organizationId"] = tenant.Domain;
        alerts["enabledSeverities"] = new JsonArray("High", "Medium", "Low");
        alerts["emailThreatSubmissions"] = true;
        alerts["excludedEmailCategories"] = new JsonArray("phishingSimulation", "allowedDueToUserOverride");
        alerts["mailboxPhishing"] = new JsonObject { ["enabled"] = true, ["address"] = SimulatedCloud.ReportingMailbox };
        alerts["powershell"] = new JsonObject { ["enabled"] = true };
        alerts["dlpEnforcementModes"] = new JsonArray("warn", "warnAndBypass", "block");
        alerts["exclusions"] = new JsonObject
        {
            ["titles"] = new JsonArray(new JsonObject { ["pattern"] = "VPN sign-in outside of working hours", ["reason"] = "Known night shift" }),
            ["preludeSecurity"] = new JsonObject { ["enabled"] = true, ["reason"] = "Simulations of our own red team", ["owner"] = "Red team" },
            ["files"] = new JsonArray(new JsonObject
            {
                ["name"] = "Portable archiver",
                ["fileName"] = "7z-portable.exe",
                ["reason"] = "Approved tool of the help desk",
                ["owner"] = "SOC",
                ["reviewBy"] = "2027-06-30",
            }),
        };
    }

    private static JsonObject Common(string id, string kind, string name, SimulatedTenant tenant, string lookback) => new()
    {
        ["id"] = id,
        ["kind"] = kind,
        ["name"] = name,
        ["cloud"] = Cloud,
        ["credentials"] = new JsonObject
        {
            ["clientId"] = tenant.ClientId.ToString(),
            ["tenantId"] = tenant.TenantId.ToString(),
            ["clientSecret"] = tenant.ClientSecret,
        },
        ["logIngestionDelay"] = "PT30S",
        ["pollInterval"] = "PT5S",
        ["pollLookback"] = lookback,
    };
}
