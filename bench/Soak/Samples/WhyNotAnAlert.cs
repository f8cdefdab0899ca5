using System.Text.Json;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>Judges a JSON document by its shape. Pure.</summary>
internal static class WhyNotAnAlert
{
    /// <summary>The most telling fields first: each line holds what a document must have, and what it then is.</summary>
    private static readonly (string[] Has, string Why)[] Shapes =
    [
        (["properties.message", "properties.author"], "a comment on a Sentinel incident (resource manager): it belongs to an incident and is none"),
        (["properties.relatedResourceId"], "relations of a Sentinel incident: links to other resources, which are read by themselves"),
        (["properties.systemAlertId"], "alerts as the resource manager lists them under an incident: the same alerts are read from the table SecurityAlert, as facts of the incident"),
        (["entities", "metaData"], "entities of a Sentinel incident: they are read from its alerts, and lie in the vault"),
        (["machineId", "requestor"], "a machine action of Defender for Endpoint: what was done to a device, not what was seen there"),
        (["Schema", "Results"], "results of an advanced hunting query: rows of a question, without an identity of their own"),
        (["alertCreationTime", "machineId"], "an alert of the older Defender for Endpoint API (api/alerts): the product reads alerts_v2 of Graph, where the same alert has another shape"),
        (["incidentId", "incidentName", "alerts"], "an incident of the older Microsoft 365 Defender API (api/incidents): the product reads incidents of Graph"),
        (["emailSubject", "recipientEmailAddress"], "a reported mail (email threat submission) that the manifest does not name"),
        (["status", "comments", "tags"], "an update that was sent to the older Microsoft 365 Defender API: what somebody wrote, not what a source reported"),
    ];

    /// <summary>Why a file is not an alert, by its name's ending, else by its content.</summary>
    public static string OfFile(string file, Func<JsonElement?> read) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".JSON" => Of(read()),
        ".CSV" => "a table exported for people: no source answers in CSV",
        ".MD" or ".TXT" => "a text for people",
        _ => "no JSON: no source answers so",
    };

    /// <summary>Why a document is not an alert.</summary>
    public static string Of(JsonElement? document)
    {
        if (document is not { } root)
        {
            return "not readable as JSON";
        }

        var first = First(root);
        foreach (var (has, why) in Shapes)
        {
            if (has.All(path => Has(first, path)) || has.All(path => Has(root, path)))
            {
                return why;
            }
        }

        return "a shape that no source of the product answers with, and the manifest does not name it";
    }

    private static JsonElement First(JsonElement root)
    {
        var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("value", out var value) ? value : root;
        return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : list;
    }

    private static bool Has(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return false;
            }
        }

        return true;
    }
}
