using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Api.Tests.Alerts;

[Collection(LedgerCollection.Name)]
public sealed class EntityTests(SharedLedger shared)
{
    [Fact]
    public async Task an_alert_leads_to_its_entities_and_each_of_them_to_every_alert()
    {
        var ledger = shared.Ledger;
        await Seeds.AlertAsync(ledger, "entities", "e1", entities: [User("mia@entities.example"), Ip("203.0.113.77")]);
        var (second, position) = await Seeds.AlertAsync(ledger, "entities-too", "e2", entities: [User("MIA@entities.example")]);
        var analyst = await ledger.ClientAsync(Role.Analyst);

        var entities = (await analyst.GetJsonAsync($"/api/v1/alerts/{second}/entities?atLeast={position}")).GetProperty("items");
        Assert.Equal(("user", "mia@entities.example", 2), entities.EnumerateArray()
            .Select(e => (e.GetProperty("type").GetString(), e.GetProperty("value").GetString(), e.GetProperty("alerts").GetInt32())).Single());

        using var first = await analyst.GetAsync($"/api/v1/entities/user/alerts?value=Mia%40entities.example&limit=1&atLeast={position}");
        var page = await first.JsonAsync();
        Assert.True(first.Position() >= position);
        Assert.Equal(second, page.GetProperty("items")[0].GetProperty("id").GetGuid());
        var next = await analyst.GetJsonAsync($"/api/v1/entities/user/alerts?value=mia%40entities.example&limit=1&cursor={page.GetProperty("nextCursor").GetString()}");
        Assert.Equal("entities", next.GetProperty("items")[0].GetProperty("connector").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, next.GetProperty("nextCursor").ValueKind);
        Assert.Single((await analyst.GetJsonAsync("/api/v1/entities/ip/alerts?value=%3A%3Affff%3A203.0.113.77")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task an_erased_alert_is_found_by_nobody_it_spoke_of()
    {
        var ledger = shared.Ledger;
        var (id, _) = await Seeds.AlertAsync(ledger, "entities", "e3", entities: [User("gone@entities.example")]);
        var admin = await ledger.ClientAsync(Role.Admin);
        using var erased = await admin.SendAsync(HttpMethod.Delete, $"/api/v1/alerts/{id}/payload", new { reason = "Case 4712" });
        Assert.Empty((await admin.GetJsonAsync($"/api/v1/entities/user/alerts?value=gone%40entities.example&atLeast={erased.Position()}")).GetProperty("items").EnumerateArray());
        Assert.Empty((await admin.GetJsonAsync($"/api/v1/alerts/{id}/entities")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/v1/entities/user/alerts", "value")]
    [InlineData("/api/v1/entities/ip/alerts?value=nowhere", "value")]
    [InlineData("/api/v1/entities/planet/alerts?value=mars", "type")]
    [InlineData("/api/v1/entities/user/alerts?value=mia&cursor=x", "cursor")]
    [InlineData("/api/v1/entities/user/alerts?value=mia&limit=1000", "limit")]
    public async Task what_cannot_be_looked_up_is_refused_by_name(string path, string field)
    {
        using var answer = await (await shared.Ledger.ClientAsync(Role.Auditor)).GetAsync(path);
        var problem = await answer.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static AlertEntity User(string name) => new("user", name, new Dictionary<string, string> { ["userPrincipalName"] = name });

    private static AlertEntity Ip(string address) => new("ip", address, new Dictionary<string, string> { ["Address"] = address });
}
