using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using static Dropzone.Ledger.Domain.Tests.Mapping.SentinelFixture;

namespace Dropzone.Ledger.Domain.Tests.Mapping;

public sealed class when_a_sentinel_incident_is_read
{
    private readonly MappedRecord record = Map(Incident(), Alert("s-1"), Alert("s-2"));

    [Fact]
    public void its_facts_are_the_row_s()
    {
        var facts = record.Facts;
        Assert.Empty(record.Warnings);
        Assert.Equal(("inc-1", "Collection on one endpoint", "Medium", "Active", null), (record.SourceId, facts.Title, facts.Severity, facts.Status, facts.Classification));
        Assert.Equal(("812", "501", "law-soc", "kim@example.org", "Microsoft XDR"), (facts.IncidentNumber, facts.ProviderIncidentId, facts.Workspace, facts.AssignedTo, facts.ServiceSource));
        Assert.Equal("2026-05-01T23:00:00Z", facts.ResolvedAt);
        Assert.Equal("antivirus", facts.DetectionSource);
        Assert.Equal(["P1", "P2"], facts.Products);
        Assert.Equal(["Collection", "Execution"], facts.Categories);
        Assert.Equal(["TICKET-1"], facts.Tags);
        Assert.Equal((2, 1), (facts.EntityCount, facts.CommentCount));
    }

    [Fact]
    public void its_alerts_are_facts_and_missing_rows_are_normal()
    {
        Assert.Equal(["s-1 True", "s-2 True", "s-missing False"], record.Facts.Alerts.Select(a => $"{a.SystemAlertId} {a.Found}"));
        var alert = record.Facts.Alerts[0];
        Assert.Equal(["daff01_s-1", "ff01_s-1"], alert.VendorAlertIds);
        Assert.Equal(("Tool run s-1", "High", "2019-01-11 06:31:40"), (alert.Title, alert.Severity, alert.StartTime));
        Assert.Equal(["Collection", "Execution"], alert.Tactics);
        Assert.Equal(["T1560"], alert.Techniques);
    }

    [Fact]
    public void references_between_entities_are_resolved()
    {
        Assert.Equal(["device nb-1", "user kim", "comment Kim"], record.Entities.Items.Select(e => $"{e.Kind} {e.Name}"));
        Assert.Equal("nb-1", record.Entities.Items[1].Properties["Host.HostName"]);
    }

    [Fact]
    public void the_latest_row_of_an_alert_counts()
    {
        var twice = Map(Incident(), Alert("s-1", "2026-05-03T00:00:00Z", "Low"), Alert("s-1"));
        Assert.Equal("Low", twice.Facts.Alerts.Single(a => a.Found).Severity);
    }

    [Fact]
    public void its_key_ignores_stamps_empty_columns_and_the_order_of_columns_and_rows()
    {
        var stamped = Incident();
        stamped["TimeGenerated"] = "2026-06-01T00:00:00Z";
        stamped["Ingested"] = "2026-06-01T00:00:00Z";
        stamped["_BilledSize"] = 99;
        stamped["AddedByMicrosoft"] = "";
        var reordered = new JsonObject(stamped.Reverse().Select(c => KeyValuePair.Create(c.Key, c.Value?.DeepClone())));
        Assert.Equal(record.Version, Map(reordered, Alert("s-2", "2026-05-03T00:00:00Z"), Alert("s-1")).Version);
    }

    [Fact]
    public void its_key_tells_a_changed_row_from_changed_alerts()
    {
        var changed = Incident();
        changed["Status"] = "Closed";
        Assert.False(SourceVersionKey.SameRow(record.Version.Key, Map(changed, Alert("s-1"), Alert("s-2")).Version.Key));
        var fewer = Map(Incident(), Alert("s-1")).Version.Key;
        Assert.NotEqual(record.Version.Key, fewer);
        Assert.True(SourceVersionKey.SameRow(record.Version.Key, fewer));
    }

    [Fact]
    public void its_payload_keeps_every_byte()
    {
        ReadOnlyMemory<byte> columns = Encoding.UTF8.GetBytes("[ {\"name\" : \"IncidentName\",\"type\":\"string\"} ]");
        ReadOnlyMemory<byte> row = Encoding.UTF8.GetBytes("[ \"\\u0069nc\" ]");
        ReadOnlyMemory<byte> alert = Encoding.UTF8.GetBytes("[1.50e0 ,null]");
        var read = SentinelPayload.Read(SentinelPayload.Compose(columns, row, columns, [alert, row]))!;
        Assert.Equal(columns.ToArray(), read.Incident.Columns.ToArray());
        Assert.Equal(row.ToArray(), read.Incident.Row.ToArray());
        Assert.Equal([alert.ToArray(), row.ToArray()], read.Alerts.Select(a => a.Row.ToArray()));
        Assert.Equal("inc", SentinelIncidentMapper.Map(read.Incident, read.Alerts, "w").SourceId);
        Assert.Empty(SentinelPayload.Read(SentinelPayload.Compose(columns, row, default, []))!.Alerts);
        Assert.Null(SentinelPayload.Read("{}"u8.ToArray()));
    }
}
