using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Mapping;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

/// <summary>Rows of a workspace, written by hand.</summary>
internal static class SentinelFixture
{
    internal static JsonObject Incident() => new()
    {
        ["TimeGenerated"] = "2026-05-02T10:00:05Z",
        ["IncidentName"] = "inc-1",
        ["IncidentNumber"] = 812,
        ["Title"] = "Collection on one endpoint",
        ["Description"] = "",
        ["Severity"] = "Medium",
        ["Status"] = "Active",
        ["Classification"] = "",
        ["ClosedTime"] = "2026-05-01T23:00:00Z",
        ["Owner"] = """{"objectId":null,"assignedTo":"kim@example.org"}""",
        ["ProviderName"] = "Microsoft XDR",
        ["ProviderIncidentId"] = "501",
        ["LastModifiedTime"] = "2026-05-02T10:00:00.98Z",
        ["CreatedTime"] = "2026-05-01T10:00:00Z",
        ["AlertIds"] = """["s-2","s-1","s-missing"]""",
        ["Labels"] = """[{"labelName":"TICKET-1","labelType":"User"}]""",
        ["Comments"] = """[{"message":"hello","author":{"name":"Kim"},"createdTimeUtc":"2026-05-01T11:00:00Z"}]""",
        ["AdditionalData"] = new JsonObject { ["alertProductNames"] = new JsonArray("P1"), ["tactics"] = new JsonArray("Collection"), ["techniques"] = new JsonArray("T1560"), ["commentsCount"] = 9 },
        ["ModifiedBy"] = "External application - ledger",
        ["SomeNewColumn"] = "unknown",
        ["Ingested"] = "2026-05-02T10:01:00Z",
        ["_BilledSize"] = 12.5,
    };

    internal static JsonObject Alert(string id, string generated = "2026-05-02T10:00:01Z", string severity = "High") => new()
    {
        ["TimeGenerated"] = generated,
        ["SystemAlertId"] = id,
        ["DisplayName"] = "Tool run " + id,
        ["AlertSeverity"] = severity,
        ["VendorOriginalId"] = "ff01_" + id,
        ["VendorName"] = "Microsoft",
        ["ProductName"] = "P2",
        ["ProviderName"] = "MDATP",
        ["AlertLink"] = $"https://security.example/alerts/daff01_{id}?tid=1",
        ["StartTime"] = "2019-01-11 06:31:40",
        ["Tactics"] = "Execution, Unknown,Collection",
        ["Techniques"] = """["T1560"]""",
        ["ExtendedProperties"] = """{"DetectionSource":"antivirus","LastUpdated":"7/7/2024 8:50:02 AM"}""",
        ["Entities"] = """[{"$id":"2","HostName":"nb-1","Type":"host"},{"$id":"3","Name":"kim","Host":{"$ref":"2"},"Type":"account"},{"$id":"4","part":"of something"}]""",
    };

    internal static SentinelIncidentRow IncidentRow(JsonObject cells) => new(Columns(cells), Row(cells));

    internal static SentinelAlertRow AlertRow(JsonObject cells) => new(Columns(cells), Row(cells));

    internal static MappedRecord Map(JsonObject incident, params JsonObject[] alerts) =>
        SentinelIncidentMapper.Map(IncidentRow(incident), [.. alerts.Select(AlertRow)], "law-soc");

    internal static ReadOnlyMemory<byte> Columns(JsonObject cells) =>
        Encoding.UTF8.GetBytes(new JsonArray([.. cells.Select(c => (JsonNode)new JsonObject { ["name"] = c.Key, ["type"] = "string" })]).ToJsonString());

    internal static ReadOnlyMemory<byte> Row(JsonObject cells) =>
        Encoding.UTF8.GetBytes(new JsonArray([.. cells.Select(c => c.Value?.DeepClone())]).ToJsonString());
}
