using System.Globalization;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.TicketSync.Tests.Setup;

/// <summary>Incidents as the resource manager writes them, by hand.</summary>
internal static class Records
{
    public static string Incident(string name, DateTimeOffset modified, string? extra = null)
    {
        var time = modified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        var properties = new JsonObject
        {
            ["title"] = "Collection activity on one endpoint",
            ["description"] = "Two files, one \"archive\".",
            ["severity"] = "Medium",
            ["status"] = "New",
            ["owner"] = new JsonObject { ["objectId"] = null, ["email"] = null, ["assignedTo"] = "triage@example.org", ["userPrincipalName"] = null, ["ownerType"] = "Unknown" },
            ["labels"] = new JsonArray(new JsonObject { ["labelName"] = "TICKET-88", ["labelType"] = "User" }),
            ["createdTimeUtc"] = time,
            ["lastModifiedTimeUtc"] = time,
            ["incidentNumber"] = 812,
            ["providerName"] = "Azure Sentinel",
            ["additionalData"] = new JsonObject { ["alertsCount"] = 0, ["commentsCount"] = 0, ["tactics"] = new JsonArray("Collection") },
        };
        foreach (var (key, value) in extra is null ? [] : JsonNode.Parse(extra)!.AsObject().ToList())
        {
            properties[key] = value?.DeepClone();
        }

        return new JsonObject
        {
            ["id"] = $"/subscriptions/s/resourceGroups/r/providers/Microsoft.SecurityInsights/Incidents/{name}",
            ["name"] = name,
            ["type"] = "Microsoft.SecurityInsights/Incidents",
            ["properties"] = properties,
        }.ToJsonString();
    }
}
