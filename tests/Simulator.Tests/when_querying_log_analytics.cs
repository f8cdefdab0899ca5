using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_querying_log_analytics(CloudFixture fixture) : IClassFixture<CloudFixture>
{
    private readonly CloudClient client = fixture.Client;

    [Fact]
    public async Task columns_have_their_types_and_dynamics_come_as_text()
    {
        Answer answer = await client.QueryAsync("SecurityIncident | where ProviderName == 'Microsoft XDR' | take 1 | project IncidentName, IncidentNumber, LastModifiedTime, Owner, AlertIds, Ingested = ingestion_time()");
        IEnumerable<string?> types = answer.Json.GetProperty("tables")[0].GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("type").GetString());
        Assert.Equal(["string", "int", "datetime", "dynamic", "dynamic", "datetime"], types);
        JsonElement row = answer.Rows[0];
        Assert.Equal(JsonValueKind.Number, row[1].ValueKind);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(row[4].GetString()!).RootElement.ValueKind);
    }

    [Fact]
    public async Task a_wrong_workspace_or_a_missing_role_is_insufficient_access()
    {
        Answer unknown = await client.QueryAsync("print 1", Guid.NewGuid().ToString());
        Assert.Equal((403, "InsufficientAccessError"), (unknown.Status, unknown.Code));
        Assert.Equal("UnauthorizedClient", unknown.Json.GetProperty("error").GetProperty("innererror").GetProperty("code").GetString());
        var app = client.Cloud.RegisterApp("roleless");
        Answer token = await client.TokenAsync(null, ("client_id", app.ClientId.ToString()), ("client_secret", app.Secrets[0].Value), ("scope", CloudClient.Logs + "/.default"));
        string path = $"/v1/workspaces/{client.Cloud.Tenant.WorkspaceId}/query?query=print%201";
        string bearer = token.Json.GetProperty("access_token").GetString()!;
        Assert.Equal("InsufficientAccessError", (await client.SendAsync(HttpMethod.Get, path, null, bearer)).Code);
        client.Cloud.GrantAzureRole(app.ClientId, "Log Analytics Reader");
        Assert.Equal(200, (await client.SendAsync(HttpMethod.Get, path, null, bearer)).Status);
    }

    [Fact]
    public async Task a_wrong_audience_and_a_missing_header_are_told_apart()
    {
        string path = $"/v1/workspaces/{client.Cloud.Tenant.WorkspaceId}/query?query=print%201";
        Answer wrong = await client.SendAsync(HttpMethod.Get, path, null, await client.BearerAsync(CloudClient.Graph));
        Answer none = await client.SendAsync(HttpMethod.Get, path);
        Assert.Equal((403, "InvalidAuthenticationTokenAudience"), (wrong.Status, wrong.Code));
        Assert.Equal((401, "AuthenticationFailed"), (none.Status, none.Code));
        Answer path404 = await client.SendAsync(HttpMethod.Get, "/v1/nothing");
        Assert.Equal((404, "PathNotFoundError"), (path404.Status, path404.Code));
    }

    [Fact]
    public async Task a_post_without_a_json_body_answers_200_and_nothing()
    {
        string path = $"/v1/workspaces/{client.Cloud.Tenant.WorkspaceId}/query";
        string bearer = await client.BearerAsync(CloudClient.Logs);
        Answer empty = await client.SendAsync(HttpMethod.Post, path, null, bearer);
        using var text = new StringContent("{\"query\":\"print 1\"}", Encoding.UTF8, "text/plain");
        Answer plain = await client.SendAsync(HttpMethod.Post, path, text, bearer);
        Assert.Equal((200, ""), (empty.Status, empty.Text));
        Assert.Equal((200, ""), (plain.Status, plain.Text));
    }

    [Fact]
    public async Task bad_kql_is_a_bad_argument_with_the_reason_inside()
    {
        Answer answer = await client.QueryAsync("SecurityAlert\n| evaluate x()");
        Assert.Equal((400, "BadArgumentError"), (answer.Status, answer.Code));
        JsonElement inner = answer.Json.GetProperty("error").GetProperty("innererror");
        Assert.Equal("SyntaxError", inner.GetProperty("code").GetString());
        Assert.Contains("'evaluate' is not supported on line [2,3]", inner.GetProperty("innererror").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_timespan_bounds_time_generated()
    {
        int all = int.Parse((await client.QueryAsync("SecurityAlert | count")).Rows[0][0].GetRawText());
        int lately = int.Parse((await client.QueryAsync("SecurityAlert | count", timespan: "P2D")).Rows[0][0].GetRawText());
        Assert.InRange(lately, 1, all - 1);
        Assert.Equal(400, (await client.QueryAsync("SecurityAlert | count", timespan: "soon")).Status);
    }

    [Fact]
    public async Task too_many_rows_are_cut_and_said_to_be_partial()
    {
        client.Cloud.LogAnalyticsRowLimit = 5;
        Answer answer = await client.QueryAsync("SecurityAlert | project SystemAlertId");
        client.Cloud.LogAnalyticsRowLimit = 500_000;
        Assert.Equal((200, "PartialError"), (answer.Status, answer.Code));
        Assert.Equal(5, answer.Rows.Count);
    }
}
