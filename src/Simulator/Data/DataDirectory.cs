using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.LogAnalytics;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Data;

/// <summary>
/// Serves recorded files: a <c>manifest.json</c> lists <c>file</c> and <c>resource</c>. Records keep their bytes and their own times;
/// rows become queryable during the seconds before the start, so that a poller with a short look-back on ingestion time sees them.
/// Graph records keep their own lastUpdateDateTime: a poller sees old ones when its filter reaches back that far.
/// </summary>
internal sealed class DataDirectory(SimulatedWorld world, DateTimeOffset start)
{
    private const string Recorded = "Recorded data";
    private int rows;

    /// <summary>Reads the folder into the world.</summary>
    /// <exception cref="InvalidDataException">The manifest or a file of it cannot be read; the message names it.</exception>
    public void Load(string directory)
    {
        string manifest = Path.Combine(directory, "manifest.json");
        if (!File.Exists(manifest))
        {
            throw new InvalidDataException($"'{manifest}' does not exist.");
        }

        var alerts = new List<JsonElement>();
        foreach (JsonElement entry in Root(manifest).EnumerateArray())
        {
            string file = entry.GetProperty("file").GetString()!;
            string path = Path.GetFullPath(Path.Combine(directory, file));
            if (!path.StartsWith(Path.GetFullPath(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"'{file}' lies outside of the data folder.");
            }

            Serve(entry.GetProperty("resource").GetString()!, Records(Root(path)), alerts);
        }

        WrapAlone(alerts);
    }

    private void Serve(string resource, IEnumerable<JsonElement> records, List<JsonElement> alerts)
    {
        foreach (JsonElement record in records)
        {
            switch (resource)
            {
                case "graphAlerts": world.Alerts.Publish(Bytes(record), DateTimeOffset.MinValue); break;
                case "graphIncidents": world.XdrIncidents.Publish(Bytes(record), DateTimeOffset.MinValue); break;
                case "emailThreats": world.EmailThreats.Publish(Bytes(record), DateTimeOffset.MinValue); break;
                case "armIncidents": AddIncident(record); break;
                case "securityAlertRows":
                    alerts.Add(record);
                    world.SecurityAlert.Append(new LogRow(RawRow.Read(record, world.SecurityAlert), NextIngestion()));
                    break;
                case "securityIncidentRows":
                    world.SecurityIncident.Append(new LogRow(RawRow.Read(record, world.SecurityIncident), NextIngestion()));
                    break;
                default: throw new InvalidDataException($"The manifest names the unknown resource '{resource}'.");
            }
        }
    }

    private void AddIncident(JsonElement record)
    {
        JsonObject arm = (JsonObject)JsonNode.Parse(record.GetRawText())!;
        if (arm["name"] is not JsonValue || arm["properties"] is not JsonObject)
        {
            throw new InvalidDataException("An ARM incident has no name or no properties.");
        }

        var incident = new IncidentState(arm["name"]!.ToString(), arm) { Original = Bytes(record) };
        world.AddIncident(incident, incident.Time("lastModifiedTimeUtc") ?? start, Recorded, NextIngestion());
    }

    /// <summary>Every alert row that no incident row names gets an incident of its own, with the alert's times.</summary>
    private void WrapAlone(List<JsonElement> alerts)
    {
        HashSet<string> named = [.. world.SecurityIncident.At(DateTimeOffset.MaxValue)
            .SelectMany(row => row.Cells.GetValueOrDefault("AlertIds") is JsonElement { ValueKind: JsonValueKind.Array } ids ? ids.EnumerateArray().Select(id => id.ToString()) : [])];
        int number = 0;
        foreach (Dictionary<string, object?> row in alerts.Select(alert => RawRow.Read(alert, world.SecurityAlert)))
        {
            string id = (string?)row.GetValueOrDefault("SystemAlertId") ?? "";
            if (named.Add(id))
            {
                Wrap(id, row, ++number);
            }
        }
    }

    private void Wrap(string alertId, Dictionary<string, object?> row, int number)
    {
        DateTimeOffset at = row.GetValueOrDefault("TimeGenerated") as DateTimeOffset? ?? start;
        string name = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("incident/" + alertId)).AsSpan(0, 16), bigEndian: true).ToString();
        IncidentState incident = Generation.IncidentJson.NewFromRule(
            world.Tenant,
            name,
            number,
            "recorded",
            (string?)row.GetValueOrDefault("DisplayName") ?? (string?)row.GetValueOrDefault("AlertName") ?? "",
            (string?)row.GetValueOrDefault("Description") ?? "",
            (string?)row.GetValueOrDefault("AlertSeverity") ?? "",
            at);
        incident.Properties["relatedAnalyticRuleIds"] = new JsonArray();
        incident.Properties["firstActivityTimeUtc"] = Time(row, "StartTime");
        incident.Properties["lastActivityTimeUtc"] = Time(row, "EndTime");
        incident.AlertIds.Add(alertId);
        world.AddIncident(incident, at, Recorded, NextIngestion());
    }

    private static JsonValue? Time(Dictionary<string, object?> row, string column) =>
        row.GetValueOrDefault(column) is DateTimeOffset time ? JsonValue.Create(WireTime.Format(time)) : null;

    /// <summary>One millisecond apart, the first one 30 seconds before the start; past 25,000 rows all at one moment.</summary>
    private DateTimeOffset NextIngestion() => start - TimeSpan.FromSeconds(30) + TimeSpan.FromMilliseconds(Math.Min(rows++, 25_000));

    private static IEnumerable<JsonElement> Records(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray(),
        JsonValueKind.Object when root.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.Array => value.EnumerateArray(),
        _ => [root],
    };

    private static byte[] Bytes(JsonElement record) => Encoding.UTF8.GetBytes(record.GetRawText());

    private static JsonElement Root(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.Clone();
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
