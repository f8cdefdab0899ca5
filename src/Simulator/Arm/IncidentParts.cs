using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Kql;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>The alerts and entities of an incident, read from the same rows that Log Analytics serves.</summary>
internal static class IncidentParts
{
    /// <summary>The answer of <c>…/alerts</c>.</summary>
    public static JsonObject Alerts(SimulatedWorld world, IncidentState incident) => new()
    {
        ["value"] = new JsonArray([.. Latest(world, incident).Select(row => new JsonObject
        {
            ["id"] = Id(world, Text(row, "SystemAlertId")),
            ["name"] = Text(row, "SystemAlertId"),
            ["type"] = "Microsoft.SecurityInsights/Entities",
            ["kind"] = "SecurityAlert",
            ["properties"] = new JsonObject
            {
                ["systemAlertId"] = Text(row, "SystemAlertId"),
                ["tactics"] = WireJson.Array(Text(row, "Tactics").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
                ["alertDisplayName"] = Text(row, "DisplayName"),
                ["description"] = Text(row, "Description"),
                ["confidenceLevel"] = "Unknown",
                ["severity"] = Text(row, "AlertSeverity"),
                ["vendorName"] = Text(row, "VendorName"),
                ["productName"] = Text(row, "ProductName"),
                ["productComponentName"] = Text(row, "ProductComponentName"),
                ["alertType"] = Text(row, "AlertType"),
                ["providerAlertId"] = Text(row, "VendorOriginalId"),
                ["processingEndTime"] = Text(row, "ProcessingEndTime"),
                ["status"] = Text(row, "Status"),
                ["startTimeUtc"] = Text(row, "StartTime"),
                ["endTimeUtc"] = Text(row, "EndTime"),
                ["timeGenerated"] = Text(row, "TimeGenerated"),
                ["alertLink"] = Text(row, "AlertLink"),
                ["additionalData"] = Json(Text(row, "ExtendedProperties")),
                ["friendlyName"] = Text(row, "DisplayName"),
            },
        })]),
    };

    /// <summary>The answer of <c>…/entities</c>.</summary>
    public static JsonObject Entities(SimulatedWorld world, IncidentState incident)
    {
        var entities = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (LogRow row in Latest(world, incident))
        {
            foreach (JsonObject source in (Json(Text(row, "Entities")) as JsonArray ?? []).OfType<JsonObject>())
            {
                if (source["Type"]?.ToString() is { } type)
                {
                    JsonObject entity = Entity(world, source, Kind(type));
                    entities.TryAdd(entity["name"]!.ToString(), entity);
                }
            }
        }

        return new JsonObject
        {
            ["entities"] = new JsonArray([.. entities.Values]),
            ["metaData"] = new JsonArray([.. entities.Values.GroupBy(entity => entity["kind"]!.ToString(), StringComparer.Ordinal)
                .Select(group => new JsonObject { ["entityKind"] = group.Key, ["count"] = group.Count() })]),
        };
    }

    private static JsonObject Entity(SimulatedWorld world, JsonObject source, string kind)
    {
        var properties = new JsonObject();
        foreach (KeyValuePair<string, JsonNode?> property in source.Where(property => property.Key is not ("$id" or "Type")))
        {
            properties[char.ToLowerInvariant(property.Key[0]) + property.Key[1..]] = property.Value?.DeepClone();
        }

        string name = Generation.Evidence.Uuid($"entity/{kind}/{properties.ToJsonString()}");
        return new JsonObject
        {
            ["id"] = Id(world, name),
            ["name"] = name,
            ["type"] = "Microsoft.SecurityInsights/Entities",
            ["kind"] = kind,
            ["properties"] = properties,
        };
    }

    private static string Kind(string type) => type switch
    {
        "mailMessage" => "MailMessage",
        "mailCluster" => "MailCluster",
        "cloud-application" => "CloudApplication",
        "registry-key" => "RegistryKey",
        "azure-resource" => "AzureResource",
        "ip" => "Ip",
        _ => char.ToUpperInvariant(type[0]) + type[1..],
    };

    private static IEnumerable<LogRow> Latest(SimulatedWorld world, IncidentState incident)
    {
        HashSet<string> ids = new(incident.AlertIds, StringComparer.OrdinalIgnoreCase);
        return world.SecurityAlert.At(world.Clock.Now)
            .Where(row => ids.Contains(Text(row, "SystemAlertId")))
            .GroupBy(row => Text(row, "SystemAlertId"), StringComparer.OrdinalIgnoreCase)
            .Select(group => group.MaxBy(row => row.Cells.GetValueOrDefault("TimeGenerated") as DateTimeOffset?)!);
    }

    private static string Text(LogRow row, string column) => KqlValues.Text(row.Cells.GetValueOrDefault(column));

    private static string Id(SimulatedWorld world, string name) =>
        $"{world.Tenant.WorkspaceResourceId}/providers/Microsoft.SecurityInsights/Entities/{name}";

    private static JsonNode? Json(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
