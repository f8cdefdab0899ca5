using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Mapping;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_a_kql_row_is_read
{
    private static readonly KqlQuery Query = new("failed-logons", "…", "TimeGenerated", ["UserId", "Attempt"], "Headline", "Risk");

    [Fact]
    public void its_identity_is_slug_workspace_and_id_columns_and_its_facts_are_the_named_columns()
    {
        var record = Map(Row());
        Assert.Equal("failed-logons/law-soc/[\"u/1\",\"7\"]", record.SourceId);
        Assert.Equal(("Seven failed sign-ins", "High", "unknown", "kql/failed-logons"), (record.Facts.Title, record.Facts.Severity, record.Facts.Status, record.Facts.DetectionSource));
        Assert.Equal("2026-05-02T10:00:05.1234567Z", record.Version.ModifiedAt);
        Assert.Empty(record.Warnings);
        Assert.NotEqual(record.SourceId, Map(Row(r => r["UserId"] = "u")).SourceId);
    }

    [Fact]
    public void values_cannot_be_moved_from_one_id_column_to_the_next() => Assert.NotEqual(
        Map(Row(r => (r["UserId"], r["Attempt"]) = ("a\",\"b", "c"))).SourceId, Map(Row(r => (r["UserId"], r["Attempt"]) = ("a", "b\",\"c"))).SourceId);

    [Fact]
    public void users_devices_and_addresses_are_entities_with_the_names_of_graph()
    {
        var entities = Map(Row()).Entities.Items;
        Assert.Equal(["user kim@example.org", "device nb-1", "ip 203.0.113.9", "file a.exe"], entities.Select(e => $"{e.Kind} {e.Name}"));
        Assert.Equal("ff00", entities[3].Properties["fileDetails.sha256"]);
        Assert.Equal("203.0.113.9", entities[2].Properties["ipAddress"]);
    }

    [Fact]
    public void its_version_changes_with_any_cell_but_the_stamps_of_ingestion()
    {
        var key = Map(Row()).Version.Key;
        Assert.Equal(key, Map(Row(r => r["_BilledSize"] = 7)).Version.Key);
        Assert.NotEqual(key, Map(Row(r => r["Risk"] = "Low")).Version.Key);
        Assert.NotEqual(key, Map(Row(r => r["TimeGenerated"] = "2026-05-02T10:00:06Z")).Version.Key);
    }

    [Fact]
    public void without_any_id_it_is_named_by_its_digest_with_a_warning()
    {
        var record = Map(Row(r => (r["UserId"], r["Attempt"]) = ("", null)));
        Assert.StartsWith("failed-logons/law-soc/sha256:", record.SourceId, StringComparison.Ordinal);
        Assert.Contains(record.Warnings, warning => warning.Contains("no id", StringComparison.Ordinal));
    }

    [Fact]
    public void an_entities_column_is_read_as_sentinel_writes_it() => Assert.Contains(
        Map(Row(r => r["Entities"] = """[{"$id":"1","Url":"https://x.example","Type":"url"}]""")).Entities.Items,
        entity => entity.Kind == "url" && entity.Properties["url"] == "https://x.example");

    private static MappedRecord Map(JsonObject row) => KqlRowMapper.Map(SentinelFixture.Columns(row), SentinelFixture.Row(row), Query, "law-soc");

    private static JsonObject Row(Action<JsonObject>? change = null)
    {
        var row = new JsonObject
        {
            ["TimeGenerated"] = "2026-05-02T10:00:05.1234567Z",
            ["UserId"] = "u/1",
            ["Attempt"] = 7,
            ["Headline"] = "Seven failed sign-ins",
            ["Risk"] = "high",
            ["UserPrincipalName"] = "kim@example.org",
            ["Computer"] = "nb-1",
            ["IPAddress"] = "203.0.113.9",
            ["FileName"] = "a.exe",
            ["SHA256"] = "ff00",
            ["_BilledSize"] = 1.5,
        };
        change?.Invoke(row);
        return row;
    }
}
