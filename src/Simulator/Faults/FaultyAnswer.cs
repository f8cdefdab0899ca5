using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.LogAnalytics;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Faults;

/// <summary>Spoils a good answer.</summary>
internal static class FaultyAnswer
{
    private const string WarningText = "199 - \"Microsoft/Simulated/503/3000\"";

    /// <summary>The spoiled body; status and headers are changed in place.</summary>
    public static byte[] Rewrite(HttpContext context, Fault fault, byte[] answer)
    {
        switch (fault.Kind)
        {
            case FaultKind.PartialContent:
                context.Response.StatusCode = 206;
                context.Response.Headers.Warning = WarningText;
                return answer;
            case FaultKind.Warning:
                context.Response.Headers.Warning = WarningText;
                return answer;
            case FaultKind.InvalidJson:
                return answer[..(answer.Length / 2)];
            case FaultKind.PartialError:
                return Change(answer, body => body["error"] = Partial());
            case FaultKind.ForeignNextLink:
                return Change(answer, body => EachLink(body, (name, link) => body[name] = $"https://{fault.Host}{new Uri(link).PathAndQuery}"));
            case FaultKind.NoNextLink:
                return Change(answer, body => EachLink(body, (name, _) => body.Remove(name)));
            case FaultKind.EmptyList:
                return Change(answer, Empty);
            default:
                return answer;
        }
    }

    private static byte[] Change(byte[] answer, Action<JsonObject> change)
    {
        if (JsonNode.Parse(answer) is not JsonObject body)
        {
            return answer;
        }

        change(body);
        return WireJson.Bytes(body);
    }

    private static void EachLink(JsonObject body, Action<string, string> act)
    {
        foreach (string name in new[] { "@odata.nextLink", "nextLink" })
        {
            if (body[name] is JsonValue link)
            {
                act(name, link.GetValue<string>());
            }
        }
    }

    private static void Empty(JsonObject body)
    {
        EachLink(body, (name, _) => body.Remove(name));
        if (body["value"] is JsonArray)
        {
            body["value"] = new JsonArray();
        }

        if (body["tables"] is JsonArray { Count: > 0 } tables && tables[0] is JsonObject table)
        {
            table["rows"] = new JsonArray();
        }
    }

    private static JsonNode? Partial()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            QueryAnswer.Partial(writer, "Query result set has exceeded the internal record count limit");
            writer.WriteEndObject();
        }

        return JsonNode.Parse(buffer.ToArray())!["error"]!.DeepClone();
    }
}
