using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>The comments of an incident: 100 at most, 30,000 characters each. A comment gives its incident a new version.</summary>
internal static class IncidentComments
{
    private const int Most = 100;
    private const int Longest = 30_000;

    /// <summary><c>GET …/comments</c>.</summary>
    public static WireAnswer List(IncidentState incident) =>
        WireAnswer.Json(200, new JsonObject { ["value"] = new JsonArray([.. incident.Comments.Values.Select(c => c.DeepClone())]) });

    /// <summary><c>PUT …/comments/{id}</c>: new or replaced.</summary>
    public static WireAnswer Put(SimulatedWorld world, IncidentState incident, string id, byte[] bytes, string by, DateTimeOffset now)
    {
        string? message = Message(bytes);
        if (string.IsNullOrEmpty(message) || message.Length > Longest)
        {
            return Refusals.Arm(400, "BadRequest", $"Invalid value for 'message': 1 to {Longest} characters are expected.");
        }

        bool known = incident.Comments.TryGetValue(id, out JsonObject? before);
        if (!known && incident.Comments.Count >= Most)
        {
            return Refusals.Arm(400, "BadRequest", $"An incident has at most {Most} comments.");
        }

        string created = before?["properties"]?["createdTimeUtc"]?.ToString() ?? WireTime.Format(now);
        var comment = new JsonObject
        {
            ["id"] = $"{world.Tenant.WorkspaceResourceId}/providers/Microsoft.SecurityInsights/Incidents/{incident.Name}/Comments/{id}",
            ["name"] = id,
            ["type"] = "Microsoft.SecurityInsights/Incidents/Comments",
            ["etag"] = $"\"{Guid.NewGuid()}\"",
            ["properties"] = new JsonObject
            {
                ["message"] = message,
                ["createdTimeUtc"] = created,
                ["lastModifiedTimeUtc"] = WireTime.Format(now),
                ["author"] = new JsonObject { ["objectId"] = Generation.Evidence.Uuid($"author/{by}"), ["email"] = null, ["userPrincipalName"] = null, ["name"] = by },
            },
        };
        incident.Comments[id] = comment;
        if (incident.Properties["additionalData"] is JsonObject additional)
        {
            additional["commentsCount"] = incident.Comments.Count;
        }

        world.Changed(incident, now, by);
        return WireAnswer.Json(known ? 200 : 201, comment.DeepClone());
    }

    private static string? Message(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes)?["properties"]?["message"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
