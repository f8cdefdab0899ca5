using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Generation;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Arm;

/// <summary>
/// The full replace of an incident: what the body omits is cleared. The etag stands in the body; without the current one nothing is written.
/// </summary>
internal static class IncidentWrite
{
    private static readonly string[] Replaced =
        ["title", "description", "severity", "status", "owner", "labels", "classification", "classificationReason", "classificationComment"];

    /// <summary>Writes, or refuses.</summary>
    public static WireAnswer Put(SimulatedWorld world, string name, byte[] bytes, string modifiedBy, DateTimeOffset now)
    {
        if (Parse(bytes) is not { } body || body["properties"] is not JsonObject given)
        {
            return Refusals.Arm(400, "BadRequest", "The request body is not a valid incident.");
        }

        if (Invalid(given) is { } why)
        {
            return Refusals.Arm(400, "BadRequest", why);
        }

        // An etag names a version that was read. Of an incident that is gone there is none any more, so that it is stale like any other.
        IncidentState? incident = world.FindIncident(name);
        if (body["etag"]?.ToString() != incident?.Arm["etag"]?.ToString())
        {
            return Refusals.Arm(409, "Conflict", "Newer version of resource '" + name + "' exists. Data was not saved.");
        }

        if (incident is null)
        {
            incident = IncidentJson.NewFromRule(world.Tenant, name, world.Incidents.Count + 1, "", "", "", "", now);
            incident.Properties["relatedAnalyticRuleIds"] = new JsonArray();
            Replace(incident.Properties, given);
            world.AddIncident(incident, now, modifiedBy);
            return new WireAnswer(201, incident.ToBytes());
        }

        (string before, string others) = (Owned(incident.Properties), Others(incident.Properties));
        Replace(incident.Properties, given);
        world.Writes.Add(new AcceptedWrite(incident.Name, modifiedBy, before != Owned(incident.Properties), now)
        {
            Version = IncidentVersion.Of(incident, modifiedBy, now),
            OthersChanged = others != Others(incident.Properties),
        });
        world.Changed(incident, now, modifiedBy);
        world.Written?.Invoke(incident, now);
        return new WireAnswer(200, incident.ToBytes());
    }

    private static string Owned(JsonObject properties) => string.Join('\n', IncidentVersion.Owned.Select(name => properties[name]));

    private static string Others(JsonObject properties) => string.Join(
        '\n', properties.Where(property => !IncidentVersion.Owned.Contains(property.Key)).Select(property => $"{property.Key}:{property.Value?.ToJsonString()}"));

    private static void Replace(JsonObject properties, JsonObject given)
    {
        bool closed = given["status"]?.ToString() == "Closed";
        JsonNode[] automatic = [.. (properties["labels"] as JsonArray ?? []).OfType<JsonObject>().Where(label => label["labelType"]?.ToString() == "AutoAssigned")];
        foreach (string name in Replaced)
        {
            if (!closed && name.StartsWith("classification", StringComparison.Ordinal))
            {
                properties.Remove(name);
            }
            else if (given[name] is { } value)
            {
                properties[name] = value.DeepClone();
            }
            else
            {
                properties.Remove(name);
            }
        }

        properties["owner"] ??= IncidentJson.Owner(null, null);
        var labels = new JsonArray([.. (properties["labels"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(label => label["labelType"]?.ToString() != "AutoAssigned")
            .Select(label => new JsonObject { ["labelName"] = label["labelName"]?.DeepClone(), ["labelType"] = "User" })]);
        foreach (JsonNode label in automatic)
        {
            labels.Add(label.DeepClone());
        }

        properties["labels"] = labels;
    }

    private static string? Invalid(JsonObject given)
    {
        string? Text(string name) => given[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        if (string.IsNullOrEmpty(Text("title")))
        {
            return "Invalid value for 'title': it is required.";
        }

        if (Text("severity") is not ("High" or "Medium" or "Low" or "Informational"))
        {
            return "Invalid value for 'severity'.";
        }

        if (Text("status") is not ("New" or "Active" or "Closed"))
        {
            return "Invalid value for 'status'.";
        }

        return Text("status") != "Closed" || (Text("classification"), Text("classificationReason")) is ("TruePositive", "SuspiciousActivity")
            or ("BenignPositive", "SuspiciousButExpected") or ("FalsePositive", "IncorrectAlertLogic" or "InaccurateData") or ("Undetermined", null)
            ? null
            : "A closed incident needs a valid pair of classification and classificationReason.";
    }

    private static JsonObject? Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
