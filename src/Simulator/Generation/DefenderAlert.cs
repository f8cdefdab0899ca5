using System.Globalization;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Generation;

/// <summary>A Defender alert as it lives in the world: one Graph object, and the row that Log Analytics makes of it.</summary>
internal sealed class DefenderAlert(Product product, string systemAlertId, JsonObject graph)
{
    private int rows;

    /// <summary>The product that raised it.</summary>
    public Product Product { get; } = product;

    /// <summary>Its id in SecurityAlert, unrelated to any other id.</summary>
    public string SystemAlertId { get; } = systemAlertId;

    /// <summary>The Graph object.</summary>
    public JsonObject Graph { get; } = graph;

    /// <summary>The Graph id.</summary>
    public string Id => Text("id");

    /// <summary>Writes the alert, as it is now, as a row of SecurityAlert.</summary>
    public void WriteRow(SimulatedWorld world, DateTimeOffset at)
    {
        rows++;
        DateTimeOffset generated = at + TimeSpan.FromSeconds(1);
        var cells = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["TenantId"] = world.Tenant.WorkspaceId.ToString(),
            ["TimeGenerated"] = generated,
            ["DisplayName"] = Text("title"),
            ["AlertName"] = Text("title"),
            ["AlertSeverity"] = Capital(Text("severity")),
            ["Description"] = Text("description"),
            ["ProviderName"] = Product.LogProvider,
            ["VendorName"] = "Microsoft",
            ["VendorOriginalId"] = Id[Product.Prefix.Length..],
            ["SystemAlertId"] = SystemAlertId,
            ["AlertType"] = Product.AlertType,
            ["ConfidenceScore"] = null,
            ["IsIncident"] = false,
            ["StartTime"] = WireTime.Parse(Text("firstActivityDateTime")),
            ["EndTime"] = WireTime.Parse(Text("lastActivityDateTime")),
            ["ProcessingEndTime"] = generated,
            ["RemediationSteps"] = WireJson.Text(new JsonArray(Text("recommendedActions"))),
            ["ExtendedProperties"] = WireJson.Text(Properties()),
            ["Entities"] = WireJson.Text(LogEntities.From((JsonArray)Graph["evidence"]!)),
            ["SourceSystem"] = "Detection",
            ["ProductName"] = Product.LogProduct,
            ["AlertLink"] = Product.HasLink ? Text("alertWebUrl") : "",
            ["Status"] = Capital(Text("status")),
            ["CompromisedEntity"] = Compromised(),
            ["Tactics"] = Text("category") is "Malware" or "Ransomware" ? "Unknown" : Text("category"),
            ["Techniques"] = Techniques(technique => technique.Split('.')[0]),
            ["SubTechniques"] = Techniques(technique => technique.Contains('.', StringComparison.Ordinal) ? technique : null),
            ["Type"] = "SecurityAlert",
        };
        world.SecurityAlert.Append(new LogRow(cells, world.IngestionOf(SystemAlertId, rows, generated)));
    }

    private JsonObject Properties() => new()
    {
        ["IncidentId"] = Text("incidentId"),
        ["DetectionSource"] = Text("detectionSource"),
        ["DetectorId"] = Text("detectorId"),
        ["Category"] = Text("category"),
        ["Classification"] = Graph["classification"]?.DeepClone(),
        ["Determination"] = Graph["determination"]?.DeepClone(),
        ["AssignedTo"] = Graph["assignedTo"]?.DeepClone(),
        ["LastUpdated"] = WireTime.Parse(Text("lastUpdateDateTime"))?.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture),
        ["ProcessedBySentinel"] = "True",
        ["Alert generation status"] = "Full alert created",
    };

    private string Techniques(Func<string, string?> form) => WireJson.Text(WireJson.Array(
        ((JsonArray)Graph["mitreTechniques"]!).Select(node => form(node!.GetValue<string>())).OfType<string>().Distinct(StringComparer.Ordinal)));

    private string Compromised()
    {
        foreach (JsonNode? evidence in (JsonArray)Graph["evidence"]!)
        {
            if ((evidence!["deviceDnsName"] ?? evidence["userAccount"]?["userPrincipalName"] ?? evidence["resourceName"]) is { } name)
            {
                return name.GetValue<string>();
            }
        }

        return "";
    }

    private string Text(string name) => Graph[name]?.GetValue<string>() ?? "";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
