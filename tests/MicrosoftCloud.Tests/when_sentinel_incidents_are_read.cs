using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

[Collection("stub cloud")]
public sealed class when_sentinel_incidents_are_read(StubCloud stub)
{
    private const string Subscription = "11111111-2222-4333-8444-555555555555";
    private const string Base = $"/arm/subscriptions/{Subscription}/resourceGroups/rg soc/providers/Microsoft.OperationalInsights/workspaces/law";
    private const string Incidents = Base + "/providers/Microsoft.SecurityInsights/incidents";
    private static readonly SentinelWorkspace Workspace = new(Subscription, "rg soc", "law");

    private readonly Scene scene = stub.NewScene();

    [Fact]
    public async Task Pages_follow_their_link()
    {
        var link = $"{scene.Server}{scene.Tenant}{Incidents.Replace(" ", "%20", StringComparison.Ordinal)}?api-version=2025-09-01&$skipToken=H4sI%2b";
        scene.On(
            Incidents,
            new Reply(200, $$"""{"value":[{"name":"1"}],"nextLink":"{{link}}"}"""),
            new Reply(200, """{"value":[{"name":"2"}],"nextLink":null}"""));
        using var connection = scene.Connect();
        var client = connection.SentinelIncidents(Workspace);

        var first = (await client.ListAsync(new SentinelIncidentQuery(DateTimeOffset.UnixEpoch, Top: 10))).Value();
        var second = (await client.NextAsync(first.NextLink!)).Value();

        Assert.Equal("2", second.Records.Single().Text("name"));
        Assert.Null(second.NextLink);
        Assert.EndsWith("$skipToken=H4sI%2b", scene.Calls[1].RawTarget, StringComparison.Ordinal);
        Assert.EndsWith(
            "incidents?api-version=2025-09-01&$filter=properties/lastModifiedTimeUtc ge 1970-01-01T00:00:00.0000000Z&$orderby=properties/lastModifiedTimeUtc asc&$top=10",
            Uri.UnescapeDataString(scene.Calls[0].RawTarget),
            StringComparison.Ordinal);
        Assert.Equal("foreign-next-link", (await client.NextAsync("https://management.azure.com/x")).Error().Code);
    }

    [Fact]
    public async Task One_incident_keeps_its_bytes_and_its_quoted_etag()
    {
        const string body = """{"name":"3f1c", "etag":"\"9c00a482-0000\"","properties":{ "title":"x" }}""";
        scene.On(Incidents + "/3f1c", new Reply(200, body, ("x-ms-request-id", "arm-1")));
        using var connection = scene.Connect();

        var incident = (await connection.SentinelIncidents(Workspace).GetAsync("3f1c")).Value();

        Assert.Equal(body, incident.Record.ToString());
        Assert.Equal("\"9c00a482-0000\"", incident.ETag);
        Assert.Equal("arm-1", incident.RequestId);
    }

    [Fact]
    public async Task Alerts_and_entities_of_an_incident_are_actions_whose_whole_answer_is_kept()
    {
        scene.On(Incidents + "/3f1c/alerts", new Reply(200, """{"value":[ {"kind":"SecurityAlert"} ]}"""));
        scene.On(Incidents + "/3f1c/entities", new Reply(200, """{"entities":[],"metaData":[]}"""));
        using var connection = scene.Connect();
        var client = connection.SentinelIncidents(Workspace);

        Assert.Equal("""{"value":[ {"kind":"SecurityAlert"} ]}""", (await client.ReadAlertsAsync("3f1c")).Value().ToString());
        Assert.Equal("""{"entities":[],"metaData":[]}""", (await client.ReadEntitiesAsync("3f1c")).Value().ToString());
        Assert.All(scene.Calls, call => Assert.Equal("POST", call.Method));
    }

    [Theory]
    [InlineData(403, "AuthorizationFailed", "permission-missing")]
    [InlineData(404, "SubscriptionNotFound", "workspace-not-found-or-no-role")]
    [InlineData(404, "ResourceNotFound", "workspace-not-found-or-no-role")]
    [InlineData(404, "NotFound", "not-found")]
    [InlineData(409, "Conflict", "conflict")]
    public async Task Refusals_have_names(int status, string apiCode, string code)
    {
        scene.On(Incidents + "/3f1c", new Reply(status, $$"""{"error":{"code":"{{apiCode}}","message":"m"} }"""));
        using var connection = scene.Connect();
        Assert.Equal(code, (await connection.SentinelIncidents(Workspace).GetAsync("3f1c")).Error().Code);
    }

    [Fact]
    public async Task Permissions_are_the_union_of_the_roles()
    {
        scene.On(Base + "/providers/Microsoft.Authorization/permissions", new Reply(200, """
            {"value":[{"actions":["Microsoft.SecurityInsights/*/read","Microsoft.OperationalInsights/workspaces/*"],"notActions":[]},
             {"actions":["*"],"notActions":["microsoft.securityinsights/INCIDENTS/write"]}, 7]}
            """));
        using var connection = scene.Connect();

        var permissions = (await connection.SentinelIncidents(Workspace).ReadPermissionsAsync()).Value();

        Assert.True(permissions.Allows(WorkspacePermissions.ReadIncidents));
        Assert.False(permissions.Allows(WorkspacePermissions.WriteIncidents));
        Assert.True(permissions.Allows("Microsoft.SecurityInsights/incidents/delete"));
    }

    [Theory]
    [InlineData("not-a-guid", "rg", "law")]
    [InlineData(Subscription, "..", "law")]
    [InlineData(Subscription, "rg", "")]
    public async Task A_workspace_that_is_none_is_never_sent(string subscription, string group, string name)
    {
        using var connection = scene.Connect();
        var client = connection.SentinelIncidents(new(subscription, group, name));
        Assert.Equal("settings-invalid", (await client.ListAsync(new())).Error().Code);
        Assert.Equal("settings-invalid", (await client.GetAsync("x")).Error().Code);
        Assert.Equal("settings-invalid", (await client.ReadPermissionsAsync()).Error().Code);
        Assert.Empty(scene.Calls);
    }
}
