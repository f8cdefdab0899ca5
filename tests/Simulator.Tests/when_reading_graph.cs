using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_reading_graph(CloudFixture fixture) : IClassFixture<CloudFixture>
{
    private const string Alerts = "/v1.0/security/alerts_v2";
    private readonly CloudClient client = fixture.Client;

    [Theory]
    [InlineData("?$top=1")]
    [InlineData("?$top=7")]
    [InlineData("?$top=7&$orderby=lastUpdateDateTime asc")]
    [InlineData("?$top=1000")]
    [InlineData("")]
    public async Task paging_visits_every_alert_once(string options)
    {
        List<string> ids = await client.IdsAsync(Alerts + options);
        Assert.Equal(fixture.Cloud.Count().Alerts, ids.Count);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task paging_visits_alerts_of_one_time_once_at_every_page_size()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(CloudFixture.Still with { InitialHistory = 0 }, CancellationToken.None);
        using var own = new CloudClient(cloud);
        cloud.PublishAlerts(JsonSerializer.Serialize(Enumerable.Range(0, 9).Select(i => new { id = $"da{i}", createdDateTime = "2026-01-01T00:00:00Z", lastUpdateDateTime = "2026-01-02T00:00:00Z" })));
        for (int size = 1; size <= 10; size++)
        {
            Assert.Equal(9, (await own.IdsAsync($"{Alerts}?$top={size}&$filter=lastUpdateDateTime ge 2026-01-02T00:00:00Z")).Distinct().Count());
        }
    }

    [Fact]
    public async Task the_default_order_is_newest_first()
    {
        Answer page = await client.GraphAsync(Alerts + "?$top=50");
        List<DateTimeOffset> times = [.. page.Value.Select(alert => alert.GetProperty("createdDateTime").GetDateTimeOffset())];
        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public async Task filters_choose_what_they_say()
    {
        DateTimeOffset from = fixture.Cloud.Now.AddDays(-2);
        Answer page = await client.GraphAsync($"{Alerts}?$count=true&$top=1000&$filter=(severity eq 'high' or severity eq 'low') and not (status eq 'new') and lastUpdateDateTime ge {WireTime.Format(from)}");
        Assert.NotEmpty(page.Value);
        Assert.Equal(page.Value.Count, page.Json.GetProperty("@odata.count").GetInt32());
        Assert.All(page.Value, alert =>
        {
            Assert.Contains(alert.GetProperty("severity").GetString(), new[] { "high", "low" });
            Assert.NotEqual("new", alert.GetProperty("status").GetString());
            Assert.True(alert.GetProperty("lastUpdateDateTime").GetDateTimeOffset() >= from);
        });
    }

    [Theory]
    [InlineData("?$filter=title eq 'x'")]
    [InlineData("?$filter=detectionSource eq 'antivirus'")]
    [InlineData("?$filter=incidentId eq '1'")]
    [InlineData("?$filter=severity eq high")]
    [InlineData("?$filter=severity eq 'urgent'")]
    [InlineData("?$filter=severity gt 'low'")]
    [InlineData("?$filter=lastUpdateDateTime ge '2026-01-01T00:00:00Z'")]
    [InlineData("?$filter=lastUpdateDateTime like 2026-01-01T00:00:00Z")]
    [InlineData("?$filter=(severity eq 'low'")]
    [InlineData("?$filter=severity eq 'low")]
    [InlineData("?$orderby=title")]
    [InlineData("?$top=0")]
    [InlineData("?$top=x")]
    [InlineData("?$skip=501")]
    [InlineData("?$search=x")]
    [InlineData("?$expand=alerts")]
    [InlineData("?$skiptoken=made-up")]
    public async Task what_graph_does_not_know_is_refused(string options)
    {
        Answer answer = await client.GraphAsync(Alerts + options);
        Assert.Equal(400, answer.Status);
        Assert.Equal("BadRequest", answer.Code);
        Assert.NotNull(answer.Json.GetProperty("error").GetProperty("innerError").GetProperty("request-id").GetString());
    }

    [Fact]
    public async Task a_next_link_with_changed_options_is_refused()
    {
        string next = (await client.GraphAsync(Alerts + "?$top=5")).Next()!;
        Assert.Equal(200, (await client.GraphAsync(next)).Status);
        Assert.Equal(400, (await client.GraphAsync(next.Replace("$top=5", "$top=6", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task more_than_fifty_incidents_are_refused_with_an_empty_code()
    {
        Answer answer = await client.GraphAsync("/v1.0/security/incidents?$top=51");
        Assert.Equal(400, answer.Status);
        Assert.Equal("", answer.Code);
        Assert.Equal(200, (await client.GraphAsync("/v1.0/security/incidents?$top=50")).Status);
    }

    [Fact]
    public async Task late_enum_members_need_the_prefer_header()
    {
        const string Filter = Alerts + "?$top=1000&$filter=serviceSource eq 'microsoftDefenderForCloud'";
        Assert.All((await client.GraphAsync(Filter)).Value, alert => Assert.Equal("microsoftDefenderForCloud", alert.GetProperty("serviceSource").GetString()));
        Answer plain = await client.GraphAsync(Filter, late: false);
        Assert.NotEmpty(plain.Value);
        Assert.All(plain.Value, alert => Assert.Equal("unknownFutureValue", alert.GetProperty("serviceSource").GetString()));
    }

    [Fact]
    public async Task a_revoked_permission_is_refused_with_the_roles_it_needs()
    {
        var app = client.Cloud.RegisterApp("partial");
        client.Cloud.GrantGraphRole(app.ClientId, "SecurityIncident.Read.All");
        Answer token = await client.TokenAsync(null, ("client_id", app.ClientId.ToString()), ("client_secret", app.Secrets[0].Value));
        string bearer = token.Json.GetProperty("access_token").GetString()!;
        Assert.Equal(200, (await client.SendAsync(HttpMethod.Get, "/v1.0/security/incidents", null, bearer)).Status);
        Answer answer = await client.SendAsync(HttpMethod.Get, Alerts, null, bearer);
        Assert.Equal(403, answer.Status);
        Assert.Equal("Forbidden", answer.Code);
        Assert.Contains("SecurityAlert.Read.All", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_token_of_another_resource_or_none_is_refused()
    {
        Answer wrong = await client.SendAsync(HttpMethod.Get, Alerts, null, await client.BearerAsync(CloudClient.Arm));
        Answer none = await client.SendAsync(HttpMethod.Get, Alerts);
        Assert.Equal((401, "InvalidAuthenticationToken"), (wrong.Status, wrong.Code));
        Assert.Equal((401, "InvalidAuthenticationToken"), (none.Status, none.Code));
    }

    [Fact]
    public async Task published_bytes_are_served_as_they_are()
    {
        string odd = "{ \"id\" : \"da-odd\",\"title\":\"a\\u0000b\\u001b[31m\", \"severity\":5,\"evidence\":{\"not\":\"a list\"},\"lastUpdateDateTime\":\"soon\" }";
        client.Cloud.PublishAlerts(odd, new Publication(ModifiedAt: client.Cloud.Now.AddYears(-3)));
        DateTimeOffset before = client.Cloud.Now.AddYears(-2);
        Answer page = await client.GraphAsync($"{Alerts}?$filter=lastUpdateDateTime le {WireTime.Format(before)}");
        Assert.Contains(odd, page.Text, StringComparison.Ordinal);
        Assert.Equal(odd, (await client.GraphAsync(Alerts + "/da-odd")).Text);
    }

    [Fact]
    public async Task an_incident_expands_to_its_alerts()
    {
        Answer page = await client.GraphAsync("/v1.0/security/incidents?$top=5&$expand=alerts");
        Assert.All(page.Value, incident => Assert.All(
            incident.GetProperty("alerts").EnumerateArray(),
            alert => Assert.Equal(incident.GetProperty("id").GetString(), alert.GetProperty("incidentId").GetString())));
    }

    [Fact]
    public async Task select_and_single_reads_and_unknown_ids()
    {
        string id = (await client.GraphAsync(Alerts + "?$top=1&$select=title")).Value[0].GetProperty("id").GetString()!;
        Assert.Equal(id, (await client.GraphAsync($"{Alerts}/{id}")).Json.GetProperty("id").GetString());
        Answer missing = await client.GraphAsync(Alerts + "/nothing");
        Assert.Equal((404, "ResourceNotFound"), (missing.Status, missing.Code));
        Answer app = await client.GraphAsync($"/v1.0/applications?$filter=appId eq '{client.Cloud.Tenant.ClientId}'");
        Assert.Equal(JsonValueKind.Null, app.Value[0].GetProperty("passwordCredentials")[0].GetProperty("secretText").ValueKind);
    }
}
