using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_using_arm(CloudFixture fixture) : IClassFixture<CloudFixture>
{
    private readonly CloudClient client = fixture.Client;

    [Theory]
    [InlineData("")]
    [InlineData("?$top=7")]
    [InlineData("?$top=7&$orderby=properties/lastModifiedTimeUtc asc")]
    public async Task paging_visits_every_incident_once(string options)
    {
        var names = new List<string>();
        for (string? next = client.Incidents + options; next is not null;)
        {
            Answer page = next.Contains("api-version", StringComparison.Ordinal)
                ? await client.SendAsync(HttpMethod.Get, next, null, await client.BearerAsync(CloudClient.Arm))
                : await client.ArmAsync(HttpMethod.Get, next);
            Assert.Equal(200, page.Status);
            names.AddRange(page.Value.Select(incident => incident.GetProperty("name").GetString()!));
            next = page.Next("nextLink");
        }

        Assert.Equal(fixture.Cloud.Count().SentinelIncidents, names.Count);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public async Task a_page_is_fifty_newest_created_first()
    {
        Answer page = await client.ArmAsync(HttpMethod.Get, client.Incidents);
        List<DateTimeOffset> times = [.. page.Value.Select(incident => incident.GetProperty("properties").GetProperty("createdTimeUtc").GetDateTimeOffset())];
        Assert.Equal(50, times.Count);
        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public async Task a_filter_on_status_is_obeyed_and_others_are_refused()
    {
        Answer page = await client.ArmAsync(HttpMethod.Get, client.Incidents + "?$filter=properties/status eq 'New'");
        Assert.NotEmpty(page.Value);
        Assert.All(page.Value, incident => Assert.Equal("New", incident.GetProperty("properties").GetProperty("status").GetString()));
        Assert.Equal(400, (await client.ArmAsync(HttpMethod.Get, client.Incidents + "?$filter=properties/owner eq 'x'")).Status);
    }

    [Fact]
    public async Task wrong_scopes_and_versions_are_refused()
    {
        SimulatedTenant tenant = client.Cloud.Tenant;
        string subscription = client.Incidents.Replace(tenant.SubscriptionId.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal);
        string group = client.Incidents.Replace("/rg-soc/", "/rg-none/", StringComparison.Ordinal);
        string workspace = client.Incidents.Replace("/law-soc/", "/law-none/", StringComparison.Ordinal);
        Assert.Equal((404, "SubscriptionNotFound"), Short(await client.ArmAsync(HttpMethod.Get, subscription)));
        Assert.Equal((404, "ResourceGroupNotFound"), Short(await client.ArmAsync(HttpMethod.Get, group)));
        Assert.Equal((404, "ResourceNotFound"), Short(await client.ArmAsync(HttpMethod.Get, workspace)));
        Assert.Equal((404, "NotFound"), Short(await client.ArmAsync(HttpMethod.Get, client.Incidents + "/" + Guid.NewGuid())));
        string bearer = await client.BearerAsync(CloudClient.Arm);
        Assert.Equal((400, "MissingApiVersionParameter"), Short(await client.SendAsync(HttpMethod.Get, client.Incidents, null, bearer)));
        Assert.Equal((400, "InvalidApiVersionParameter"), Short(await client.SendAsync(HttpMethod.Get, client.Incidents + "?api-version=1999-01-01", null, bearer)));
        Assert.Equal((401, "AuthenticationFailed"), Short(await client.SendAsync(HttpMethod.Get, client.Incidents + "?api-version=2025-09-01")));
        Assert.Equal((401, "InvalidAuthenticationTokenAudience"), Short(await client.SendAsync(HttpMethod.Get, client.Incidents + "?api-version=2025-09-01", null, await client.BearerAsync(CloudClient.Logs))));
    }

    [Fact]
    public async Task a_reader_may_read_and_not_write()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(CloudFixture.Still with { InitialHistory = 20 }, CancellationToken.None);
        using var own = new CloudClient(cloud);
        cloud.RevokeAzureRole(cloud.Tenant.ClientId, "Microsoft Sentinel Responder");
        Assert.Equal((403, "AuthorizationFailed"), Short(await own.ArmAsync(HttpMethod.Get, own.Incidents)));
        Assert.Empty((await own.ArmAsync(HttpMethod.Get, own.Workspace + "/providers/Microsoft.Authorization/permissions")).Value);
        cloud.GrantAzureRole(cloud.Tenant.ClientId, "Microsoft Sentinel Reader");
        Answer page = await own.ArmAsync(HttpMethod.Get, own.Incidents);
        Assert.Equal(200, page.Status);
        string name = page.Value[0].GetProperty("name").GetString()!;
        Assert.Equal((403, "AuthorizationFailed"), Short(await own.ArmAsync(HttpMethod.Put, $"{own.Incidents}/{name}", page.Value[0].GetRawText())));
        Assert.DoesNotContain("incidents/*\"", (await own.ArmAsync(HttpMethod.Get, own.Workspace + "/providers/Microsoft.Authorization/permissions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_write_replaces_everything_and_needs_the_current_etag()
    {
        string name = (await client.ArmAsync(HttpMethod.Get, client.Incidents + "?$filter=properties/status eq 'New'&$top=1")).Value[0].GetProperty("name").GetString()!;
        string path = $"{client.Incidents}/{name}";
        JsonObject body = (JsonObject)JsonNode.Parse((await client.ArmAsync(HttpMethod.Get, path)).Text)!;
        body["properties"]!["status"] = "Closed";
        Assert.Equal((400, "BadRequest"), Short(await client.ArmAsync(HttpMethod.Put, path, body.ToJsonString())));
        body["properties"]!["classification"] = "TruePositive";
        body["properties"]!["classificationReason"] = "InaccurateData";
        Assert.Equal((400, "BadRequest"), Short(await client.ArmAsync(HttpMethod.Put, path, body.ToJsonString())));
        body["properties"]!["classificationReason"] = "SuspiciousActivity";
        Answer written = await client.ArmAsync(HttpMethod.Put, path, body.ToJsonString());
        Assert.Equal(200, written.Status);
        Assert.NotEqual(body["etag"]!.ToString(), written.Json.GetProperty("etag").GetString());
        Assert.Equal((409, "Conflict"), Short(await client.ArmAsync(HttpMethod.Put, path, body.ToJsonString())));
        body.Remove("etag");
        Assert.Equal((409, "Conflict"), Short(await client.ArmAsync(HttpMethod.Put, path, body.ToJsonString())));

        JsonObject next = (JsonObject)JsonNode.Parse(written.Text)!;
        next["properties"] = new JsonObject { ["title"] = "t", ["severity"] = "Low", ["status"] = "Active" };
        Answer replaced = await client.ArmAsync(HttpMethod.Put, path, next.ToJsonString());
        JsonElement properties = replaced.Json.GetProperty("properties");
        Assert.Equal(0, properties.GetProperty("labels").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, properties.GetProperty("owner").GetProperty("assignedTo").ValueKind);
        Assert.False(properties.TryGetProperty("classification", out _));

        client.Cloud.ShiftTime(TimeSpan.FromMinutes(1));
        Answer rows = await client.QueryAsync($"SecurityIncident | where IncidentName == '{name}' and ModifiedBy == 'alert-ledger' | sort by LastModifiedTime asc | project Status, ClosedTime");
        Assert.Equal(["Closed", "Active"], rows.Rows.Select(row => row[0].GetString()));
        Assert.NotEqual(JsonValueKind.Null, rows.Rows[1][1].ValueKind);
    }

    private static (int, string) Short(Answer answer) => (answer.Status, answer.Code);
}
