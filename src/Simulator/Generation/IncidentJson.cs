using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>Writes the Graph and the ARM form of a generated incident and keeps the two in step.</summary>
internal static class IncidentJson
{
    /// <summary>The Graph incident.</summary>
    public static JsonObject NewXdr(Campaign campaign, string id, SimulatedTenant tenant, AlertPlan first, DateTimeOffset at) => new()
    {
        ["id"] = id,
        ["tenantId"] = tenant.TenantId.ToString(),
        ["displayName"] = campaign.IncidentTitle,
        ["description"] = null,
        ["summary"] = null,
        ["status"] = "active",
        ["severity"] = first.Severity,
        ["classification"] = "unknown",
        ["determination"] = "unknown",
        ["assignedTo"] = null,
        ["createdDateTime"] = WireTime.Format(at + TimeSpan.FromMilliseconds(200)),
        ["lastUpdateDateTime"] = WireTime.Format(at),
        ["lastModifiedBy"] = "Microsoft 365 Defender-AlertCorrelation",
        ["resolvingComment"] = null,
        ["redirectIncidentId"] = null,
        ["incidentWebUrl"] = $"https://security.microsoft.com/incidents/{id}?tid={tenant.TenantId}",
        ["customTags"] = new JsonArray(),
        ["systemTags"] = new JsonArray(),
        ["comments"] = new JsonArray(),
    };

    /// <summary>The Sentinel incident of an XDR incident.</summary>
    public static IncidentState NewSentinel(SimulatedTenant tenant, string name, long number, JsonObject xdr, IReadOnlyList<DefenderAlert> alerts, DateTimeOffset at)
    {
        JsonObject properties = Properties(tenant, name, number, xdr["displayName"]!.GetValue<string>(), "", Capital(xdr["severity"]!.GetValue<string>()), at);
        properties["providerName"] = "Microsoft XDR";
        properties["providerIncidentId"] = xdr["id"]!.GetValue<string>();
        ((JsonObject)properties["additionalData"]!)["providerIncidentUrl"] = xdr["incidentWebUrl"]!.GetValue<string>();
        Summarise(properties, alerts);
        return new IncidentState(name, Resource(tenant, name, properties));
    }

    /// <summary>The incident of one rule of Sentinel.</summary>
    public static IncidentState NewFromRule(SimulatedTenant tenant, string name, long number, string ruleId, string title, string description, string severity, DateTimeOffset at)
    {
        JsonObject properties = Properties(tenant, name, number, title, description, severity, at);
        properties["providerName"] = "Azure Sentinel";
        properties["providerIncidentId"] = number.ToString();
        properties["relatedAnalyticRuleIds"] = new JsonArray($"{tenant.WorkspaceResourceId}/providers/Microsoft.SecurityInsights/alertRules/{ruleId}");
        return new IncidentState(name, Resource(tenant, name, properties));
    }

    /// <summary>An ARM resource around <paramref name="properties"/>.</summary>
    public static JsonObject Resource(SimulatedTenant tenant, string name, JsonObject properties) => new()
    {
        ["id"] = $"{tenant.WorkspaceResourceId}/providers/Microsoft.SecurityInsights/Incidents/{name}",
        ["name"] = name,
        ["type"] = "Microsoft.SecurityInsights/Incidents",
        ["etag"] = null,
        ["properties"] = properties,
    };

    /// <summary>Brings a change of one alert to the Sentinel incident.</summary>
    public static void Follow(JsonObject properties, JsonObject alert, IReadOnlyList<DefenderAlert> alerts)
    {
        string status = alert["status"]!.GetValue<string>();
        if (status == "inProgress" && properties["status"]!.GetValue<string>() == "New")
        {
            properties["status"] = "Active";
            string analyst = alert["assignedTo"]!.GetValue<string>();
            properties["owner"] = Owner(analyst, Evidence.Uuid("analyst/" + analyst));
        }

        if (alerts.All(item => item.Graph["status"]!.GetValue<string>() == "resolved"))
        {
            properties["status"] = "Closed";
            (properties["classification"], properties["classificationReason"]) = alert["classification"]!.GetValue<string>() switch
            {
                "truePositive" => ("TruePositive", "SuspiciousActivity"),
                "falsePositive" => ("FalsePositive", "IncorrectAlertLogic"),
                _ => ((JsonNode)"BenignPositive", (JsonNode)"SuspiciousButExpected"),
            };
        }

        Summarise(properties, alerts);
    }

    /// <summary>Brings a change of one alert to the Graph incident.</summary>
    public static void FollowXdr(JsonObject xdr, JsonObject alert, IReadOnlyList<DefenderAlert> alerts)
    {
        xdr["assignedTo"] ??= alert["assignedTo"]?.DeepClone();
        bool resolved = alerts.All(item => item.Graph["status"]!.GetValue<string>() == "resolved");
        if (resolved)
        {
            xdr["classification"] = alert["classification"]!.GetValue<string>();
            xdr["determination"] = alert["determination"]!.GetValue<string>();
        }

        xdr["status"] = resolved ? "resolved" : xdr["assignedTo"] is null ? "active" : "inProgress";
    }

    /// <summary>Copies status, classification and owner of a Sentinel incident to its XDR twin.</summary>
    public static void CopyToXdr(IncidentState sentinel, JsonObject xdr)
    {
        xdr["status"] = sentinel.Text("status") switch { "Closed" => "resolved", "Active" => "inProgress", _ => "active" };
        xdr["classification"] = sentinel.Text("classification") switch
        {
            "TruePositive" => "truePositive",
            "FalsePositive" => "falsePositive",
            "BenignPositive" => "informationalExpectedActivity",
            _ => "unknown",
        };
        xdr["assignedTo"] = sentinel.Properties["owner"]?["assignedTo"]?.DeepClone();
        xdr["resolvingComment"] = sentinel.Text("classificationComment");
        xdr["lastModifiedBy"] = "Microsoft Sentinel";
    }

    /// <summary>The owner object of ARM.</summary>
    public static JsonObject Owner(string? mail, string? objectId) => new()
    {
        ["objectId"] = objectId,
        ["email"] = mail,
        ["assignedTo"] = mail,
        ["userPrincipalName"] = mail,
        ["ownerType"] = mail is null ? "Unknown" : "User",
    };

    private static JsonObject Properties(SimulatedTenant tenant, string name, long number, string title, string description, string severity, DateTimeOffset at) => new()
    {
        ["title"] = title,
        ["description"] = description,
        ["severity"] = severity,
        ["status"] = "New",
        ["owner"] = Owner(null, null),
        ["labels"] = new JsonArray(),
        ["firstActivityTimeUtc"] = WireTime.Format(at - TimeSpan.FromMinutes(5)),
        ["lastActivityTimeUtc"] = WireTime.Format(at - TimeSpan.FromMinutes(1)),
        ["lastModifiedTimeUtc"] = WireTime.Format(at),
        ["createdTimeUtc"] = WireTime.Format(at),
        ["incidentNumber"] = number,
        ["incidentUrl"] = $"https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident{tenant.WorkspaceResourceId}/providers/Microsoft.SecurityInsights/Incidents/{name}",
        ["relatedAnalyticRuleIds"] = new JsonArray(),
        ["additionalData"] = new JsonObject
        {
            ["alertsCount"] = 1,
            ["bookmarksCount"] = 0,
            ["commentsCount"] = 0,
            ["alertProductNames"] = new JsonArray(),
            ["tactics"] = new JsonArray(),
            ["techniques"] = new JsonArray(),
        },
    };

    private static void Summarise(JsonObject properties, IReadOnlyList<DefenderAlert> alerts)
    {
        var additional = (JsonObject)properties["additionalData"]!;
        additional["alertsCount"] = alerts.Count;
        additional["alertProductNames"] = WireJson.Array(alerts.Select(alert => alert.Product.LogProduct).Distinct(StringComparer.Ordinal));
        additional["tactics"] = WireJson.Array(alerts.Select(alert => alert.Graph["category"]!.GetValue<string>())
            .Where(category => category is not ("Malware" or "Ransomware")).Distinct(StringComparer.Ordinal));
        additional["techniques"] = WireJson.Array(alerts.SelectMany(alert => (JsonArray)alert.Graph["mitreTechniques"]!)
            .Select(technique => technique!.GetValue<string>().Split('.')[0]).Distinct(StringComparer.Ordinal));
        properties["firstActivityTimeUtc"] = alerts.Select(alert => alert.Graph["firstActivityDateTime"]!.GetValue<string>()).Min(StringComparer.Ordinal);
        properties["lastActivityTimeUtc"] = alerts.Select(alert => alert.Graph["lastActivityDateTime"]!.GetValue<string>()).Max(StringComparer.Ordinal);
        properties["severity"] = Capital(alerts.Select(alert => alert.Graph["severity"]!.GetValue<string>())
            .MaxBy(severity => Array.IndexOf(["informational", "low", "medium", "high"], severity))!);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
