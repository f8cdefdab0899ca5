using System.Text.Json;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_incidents_are_merged
{
    [Fact]
    public async Task the_one_stays_behind_closed_with_a_tag_and_its_alerts_move()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, LogAnalyticsDelay = TimeSpan.Zero }, default);
        using var client = new CloudClient(cloud);
        cloud.PublishSentinelIncident(Incident("a"), ["alert-1"]);
        cloud.PublishSentinelIncident(Incident("b"), ["alert-2"]);

        Assert.True(cloud.MergeIncidents("a", "b"));
        Assert.False(cloud.MergeIncidents("a", "nobody"));
        cloud.ShiftTime(TimeSpan.FromSeconds(5));

        JsonElement left = (await client.ArmAsync(HttpMethod.Get, client.Incidents + "/a")).Json.GetProperty("properties");
        Assert.Equal("Closed", left.GetProperty("status").GetString());
        Assert.Equal("Redirected", left.GetProperty("labels")[0].GetProperty("labelName").GetString());
        Answer rows = await client.QueryAsync("SecurityIncident | summarize arg_max(LastModifiedTime, *) by IncidentName | project IncidentName, Status, tostring(AlertIds)");
        Assert.Equal(["a Closed []", """b New ["alert-2","alert-1"]"""], rows.Rows.Select(row => string.Join(' ', row.EnumerateArray().Select(cell => cell.GetString()))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task generated_campaigns_merge_now_and_then_and_graph_and_sentinel_agree_on_which()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { InitialHistory = 400, GeneratedAlertsPerMinute = 0, Seed = 3 }, default);
        using var client = new CloudClient(cloud);
        var redirected = new List<(string Id, string Into)>();
        for (string? next = "/v1.0/security/incidents?$top=50"; next is not null;)
        {
            Answer page = await client.GraphAsync(next);
            redirected.AddRange(page.Value.Where(incident => incident.GetProperty("redirectIncidentId").ValueKind == JsonValueKind.String)
                .Select(incident => (incident.GetProperty("id").GetString()!, incident.GetProperty("redirectIncidentId").GetString()!)));
            next = page.Next();
        }

        Answer rows = await client.QueryAsync(
            "SecurityIncident | summarize arg_max(LastModifiedTime, *) by IncidentName | where tostring(Labels) has 'Redirected' | project ProviderIncidentId, Status");
        Assert.NotEmpty(redirected);
        Assert.All(redirected, pair => Assert.NotEqual(pair.Id, pair.Into));
        Assert.Equal(redirected.Select(pair => pair.Id).Order(StringComparer.Ordinal), rows.Rows.Select(row => row[0].GetString()!).Order(StringComparer.Ordinal));
        Assert.All(rows.Rows, row => Assert.Equal("Closed", row[1].GetString()));
    }

    [Fact]
    public async Task a_further_workspace_answers_for_itself_only_and_an_unknown_one_is_refused()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 40, GeneratedAlertsPerMinute = 0, MoreWorkspaces = ["law-plant"] }, default);
        using var client = new CloudClient(cloud);
        SimulatedTenant plant = cloud.Workspaces[1];

        Answer rows = await client.QueryAsync("SecurityIncident | distinct TenantId", plant.WorkspaceId.ToString());
        Answer listed = await client.ArmAsync(HttpMethod.Get, client.Incidents.Replace("/law-soc/", "/law-plant/", StringComparison.Ordinal));

        Assert.Equal([plant.WorkspaceId.ToString()], rows.Rows.Select(row => row[0].GetString()));
        Assert.NotEmpty(listed.Value);
        Assert.All(listed.Value, incident => Assert.Contains("/law-plant/", incident.GetProperty("id").GetString(), StringComparison.Ordinal));
        Assert.Equal(403, (await client.QueryAsync("print 1", Guid.NewGuid().ToString())).Status);
        Assert.NotEmpty((await client.QueryAsync("SigninLogs | where ResultType != '0' | take 5")).Rows);
    }

    private static string Incident(string name) =>
        $$$$"""{"name":"{{{{name}}}}","properties":{"title":"t","severity":"Low","status":"New","labels":[],"createdTimeUtc":"2026-01-01T00:00:00Z","lastModifiedTimeUtc":"2026-01-01T00:00:00Z","incidentNumber":1,"additionalData":{"alertsCount":1}}}""";
}
