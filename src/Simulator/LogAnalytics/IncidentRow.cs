using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.LogAnalytics;

/// <summary>Writes an incident, as it is now, as a row of SecurityIncident.</summary>
internal static class IncidentRow
{
    /// <summary>A full new row.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="workspaceId">The workspace, which the table calls TenantId.</param>
    /// <param name="modifiedBy">The display name of who changed it.</param>
    /// <param name="generated">TimeGenerated.</param>
    /// <param name="ingested">When the row becomes queryable.</param>
    public static LogRow Of(IncidentState incident, string workspaceId, string modifiedBy, DateTimeOffset generated, DateTimeOffset ingested)
    {
        var cells = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["TenantId"] = workspaceId,
            ["TimeGenerated"] = generated,
            ["IncidentName"] = incident.Name,
            ["Title"] = incident.Text("title") ?? "",
            ["Description"] = incident.Text("description") ?? "",
            ["Severity"] = incident.Text("severity") ?? "",
            ["Status"] = incident.Text("status") ?? "",
            ["Classification"] = incident.Text("classification") ?? "",
            ["ClassificationComment"] = incident.Text("classificationComment") ?? "",
            ["ClassificationReason"] = incident.Text("classificationReason") ?? "",
            ["Owner"] = Owner(incident.Properties["owner"]),
            ["ProviderName"] = incident.Text("providerName") ?? "Azure Sentinel",
            ["ProviderIncidentId"] = incident.Text("providerIncidentId") ?? incident.Properties["incidentNumber"]?.ToString() ?? "",
            ["FirstActivityTime"] = incident.Time("firstActivityTimeUtc"),
            ["LastActivityTime"] = incident.Time("lastActivityTimeUtc"),
            ["FirstModifiedTime"] = incident.FirstModified,
            ["LastModifiedTime"] = incident.Time("lastModifiedTimeUtc"),
            ["CreatedTime"] = incident.Time("createdTimeUtc"),
            ["ClosedTime"] = incident.Closed,
            ["IncidentNumber"] = Number(incident.Properties["incidentNumber"]),
            ["RelatedAnalyticRuleIds"] = Array(incident.Properties["relatedAnalyticRuleIds"]),
            ["AlertIds"] = WireJson.Element(WireJson.Array(incident.AlertIds)),
            ["BookmarkIds"] = WireJson.Element(new JsonArray()),
            ["Comments"] = WireJson.Element(new JsonArray()),
            ["Tasks"] = WireJson.Element(new JsonArray()),
            ["Labels"] = Array(incident.Properties["labels"]),
            ["IncidentUrl"] = incident.Text("incidentUrl") ?? "",
            ["AdditionalData"] = WireJson.Element(incident.Properties["additionalData"] ?? new JsonObject()),
            ["ModifiedBy"] = modifiedBy,
            ["SourceSystem"] = "Azure",
            ["Type"] = "SecurityIncident",
            ["_BilledSize"] = 0.0,
            ["_IsBillable"] = "False",
        };
        return new LogRow(cells, ingested);
    }

    private static JsonElement Array(JsonNode? node) => WireJson.Element(node ?? new JsonArray());

    private static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : null;

    private static JsonElement Owner(JsonNode? owner) => WireJson.Element(new JsonObject
    {
        ["objectId"] = owner?["objectId"]?.DeepClone(),
        ["email"] = owner?["email"]?.DeepClone(),
        ["assignedTo"] = owner?["assignedTo"]?.DeepClone(),
        ["userPrincipalName"] = owner?["userPrincipalName"]?.DeepClone(),
    });
}
