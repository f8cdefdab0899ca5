using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Api.Tests.Alerts;

[Collection(LedgerCollection.Name)]
public sealed class AlertListTests(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task pages_hold_every_alert_once_and_the_dashboard_balances()
    {
        var settings = new Microsoft365Settings { Credentials = new() { ClientId = "c", TenantId = "t" }, EnabledSeverities = ["High"] };
        long position = 0;
        for (var i = 0; i < 7; i++)
        {
            var facts = Seeds.Facts($"Alert {i}", i % 3 == 0 ? "Low" : "High");
            (_, position) = await Seeds.AlertAsync(Ledger, "paged", $"p{i}", facts, settings: settings);
        }

        var client = await Ledger.ClientAsync(Role.Auditor);
        var titles = new List<string>();
        var cursor = "";
        do
        {
            var page = await client.GetJsonAsync($"/api/v1/alerts?connector=paged&limit=2&atLeast={position}&cursor={cursor}");
            titles.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString() ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal(["Alert 5", "Alert 4", "Alert 2", "Alert 1"], titles);

        var balance = (await client.GetJsonAsync($"/api/v1/connectors/paged/dashboard?atLeast={position}")).GetProperty("conservation");
        Assert.Equal(7, balance.GetProperty("ingested").GetInt64());
        Assert.Equal(4, balance.GetProperty("shown").GetInt64());
        Assert.Equal(3, balance.GetProperty("excluded").GetInt64());
        Assert.Equal(0, balance.GetProperty("merged").GetInt64());
        var hidden = await client.GetJsonAsync("/api/v1/alerts?connector=paged&decision=excluded");
        Assert.Equal(3, hidden.GetProperty("items").GetArrayLength());
        Assert.Equal("severities", hidden.GetProperty("items")[0].GetProperty("excluded").GetProperty("rule").GetString());
        var facets = await client.GetJsonAsync("/api/v1/alerts/facets?connector=paged&decision=all");
        Assert.Equal(7, facets.GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("sort=title", "sort")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("decision=hidden", "decision")]
    [InlineData("investigation=Done", "investigation")]
    [InlineData("group=7", "group")]
    [InlineData("severty=High", "severty")]
    [InlineData("atLeast=-1", "atLeast")]
    public async Task a_parameter_that_cannot_be_used_is_refused_by_name(string query, string field)
    {
        var client = await Ledger.ClientAsync(Role.Auditor);
        using var refused = await client.GetAsync($"/api/v1/alerts?{query}");
        var problem = await refused.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task a_link_that_leads_elsewhere_is_made_unclickable()
    {
        var (id, position) = await Seeds.AlertAsync(Ledger, "links", "evil", Seeds.Facts() with { Url = "https://evil.example/x" });
        var client = await Ledger.ClientAsync(Role.Auditor);
        var alert = (await client.GetJsonAsync($"/api/v1/alerts/{id}?atLeast={position}")).GetProperty("alert");
        Assert.False(alert.TryGetProperty("link", out _));
        Assert.Equal("hxxps://evil[.]example/x", alert.GetProperty("linkText").GetString());
    }
}
