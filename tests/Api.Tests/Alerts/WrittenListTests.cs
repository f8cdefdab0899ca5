using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Api.Tests.Alerts;

/// <summary>The list is written without the record that documents it; the detail is made of that record.</summary>
[Collection(LedgerCollection.Name)]
public sealed class WrittenListTests(SharedLedger shared)
{
    private const string Connector = "formed";
    private static readonly Microsoft365Settings OnlyHigh = new() { Credentials = new() { ClientId = "c", TenantId = "t" }, EnabledSeverities = ["High"] };

    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task each_row_is_written_as_the_detail_has_it_and_as_the_description_says()
    {
        var odd = Seeds.Facts("Quote \" back \\ tab \t angle < \u202e line \u2028 face \U0001F600") with
        {
            Url = "https://portal.azure.com/a b",
            DetectionSource = "antivirus",
            Products = ["A \"B\"", "C"],
            CreatedAt = "2026-11-01T10:00:00Z",
            ModifiedAt = "yesterday",
        };
        var (rich, _) = await Seeds.AlertAsync(Ledger, Connector, "f1", odd, settings: OnlyHigh);
        await Seeds.AlertAsync(Ledger, Connector, "f1", odd with { Status = "resolved" }, version: "2", settings: OnlyHigh);
        await Seeds.AlertAsync(Ledger, Connector, "f2", Seeds.Facts(severity: "Low") with { Url = "http://evil.example" }, settings: OnlyHigh);
        var claim = new SentinelAlertFacts { SystemAlertId = "s-formed", Found = true, VendorAlertIds = ["v-formed"] };
        await Seeds.AlertAsync(Ledger, Connector, "f3", Seeds.Facts() with { Alerts = [claim], Workspace = "law" }, AlertKind.SentinelIncident);
        await Seeds.AlertAsync(Ledger, Connector, "f4", Seeds.Facts() with { VendorAlertIds = ["v-formed"] });
        var client = await Ledger.ClientAsync(Role.Admin);
        using var closed = await client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{rich}/investigation", new { status = "Closed", conclusion = "Benign", reason = "a test" });
        var position = closed.Position();

        var page = await client.GetJsonAsync($"/api/v1/alerts?connector={Connector}&decision=all&atLeast={position}");
        Assert.Equal(JsonValueKind.Null, page.GetProperty("nextCursor").ValueKind);
        var items = page.GetProperty("items").EnumerateArray().ToList();
        foreach (var item in items)
        {
            var detail = await client.GetJsonAsync($"/api/v1/alerts/{item.GetProperty("id").GetGuid()}?atLeast={position}");
            Assert.True(JsonElement.DeepEquals(detail.GetProperty("alert"), item), $"{detail.GetProperty("alert")}{Environment.NewLine}{item}");
        }

        Assert.Equal(["excluded", "merged", "shown", "shown"], items.Select(static i => i.GetProperty("decision").GetString()).Order(StringComparer.Ordinal));
        var schemas = (await client.GetJsonAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        var described = schemas.GetProperty("AlertItem").GetProperty("properties").EnumerateObject().Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(described.Order(StringComparer.Ordinal), items.SelectMany(static i => i.EnumerateObject()).Select(static p => p.Name).Distinct().Order(StringComparer.Ordinal));
    }
}
