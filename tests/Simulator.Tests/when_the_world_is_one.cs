using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_the_world_is_one(CloudFixture fixture) : IClassFixture<CloudFixture>
{
    private readonly CloudClient client = fixture.Client;

    [Fact]
    public async Task arm_and_the_last_row_tell_the_same_of_every_incident()
    {
        Answer rows = await client.QueryAsync("SecurityIncident | summarize arg_max(LastModifiedTime, *) by IncidentName | project IncidentName, Title, Severity, Status, ProviderIncidentId, AlertIds");
        Assert.Equal(fixture.Cloud.Count().SentinelIncidents, rows.Rows.Count);
        foreach (JsonElement row in rows.Rows.Take(25))
        {
            Answer one = await client.ArmAsync(HttpMethod.Get, $"{client.Incidents}/{row[0].GetString()}");
            JsonElement properties = one.Json.GetProperty("properties");
            Assert.Equal(properties.GetProperty("title").GetString(), row[1].GetString());
            Assert.Equal(properties.GetProperty("severity").GetString(), row[2].GetString());
            Assert.Equal(properties.GetProperty("status").GetString(), row[3].GetString());
            Assert.Equal(properties.GetProperty("providerIncidentId").GetString(), row[4].GetString());
            Answer alerts = await client.ArmAsync(HttpMethod.Post, $"{client.Incidents}/{row[0].GetString()}/alerts");
            Assert.Equal(
                JsonDocument.Parse(row[5].GetString()!).RootElement.EnumerateArray().Select(id => id.GetString()).Order(),
                alerts.Value.Select(alert => alert.GetProperty("name").GetString()).Order());
        }
    }

    [Fact]
    public async Task every_alert_of_an_xdr_incident_is_in_graph_under_its_prefixed_id()
    {
        Answer rows = await client.QueryAsync(
            "SecurityIncident | where ProviderName == 'Microsoft XDR' | summarize arg_max(LastModifiedTime, *) by IncidentName | mv-expand AlertIds to typeof(string)"
            + " | join kind=inner (SecurityAlert | summarize arg_max(TimeGenerated, *) by SystemAlertId) on $left.AlertIds == $right.SystemAlertId"
            + " | project ProviderIncidentId, VendorOriginalId, AlertLink, DisplayName, Status1, ProviderName1");
        HashSet<string> links = [];
        Dictionary<string, JsonElement> graph = [];
        for (string? next = "/v1.0/security/alerts_v2?$top=1000"; next is not null;)
        {
            Answer page = await client.GraphAsync(next);
            page.Value.ToList().ForEach(alert => graph.Add(alert.GetProperty("id").GetString()!, alert));
            next = page.Next();
        }

        Assert.NotEmpty(rows.Rows);
        foreach (JsonElement row in rows.Rows.Where(row => row[2].GetString()!.Length > 0))
        {
            string id = row[2].GetString()!.Split("/alerts/")[1].Split('?')[0];
            JsonElement alert = graph[id];
            Assert.Contains(row[1].GetString(), new[] { id, id[2..] });
            Assert.Equal(row[0].GetString(), alert.GetProperty("incidentId").GetString());
            Assert.Equal(row[3].GetString(), alert.GetProperty("title").GetString());
            Assert.Equal(row[4].GetString(), alert.GetProperty("status").GetString(), ignoreCase: true);
            links.Add(id);
        }

        Assert.True(links.Count > 40);
    }

    [Fact]
    public async Task every_xdr_incident_of_sentinel_is_in_graph()
    {
        Answer rows = await client.QueryAsync("SecurityIncident | where ProviderName == 'Microsoft XDR' | distinct ProviderIncidentId");
        List<string> graph = await client.IdsAsync("/v1.0/security/incidents");
        Assert.Equal(graph.Order(), rows.Rows.Select(row => row[0].GetString()!).Order());
    }

    [Fact]
    public async Task all_severities_statuses_and_many_sources_occur()
    {
        Answer alerts = await client.GraphAsync("/v1.0/security/alerts_v2?$top=1000");
        HashSet<string?> Seen(string name) => [.. alerts.Value.Select(alert => alert.GetProperty(name).GetString())];
        Assert.Superset(new HashSet<string?> { "informational", "low", "medium", "high" }, Seen("severity"));
        Assert.Superset(new HashSet<string?> { "new", "inProgress", "resolved" }, Seen("status"));
        Assert.True(Seen("serviceSource").Count >= 7);
        Assert.True(alerts.Value.SelectMany(alert => alert.GetProperty("evidence").EnumerateArray()).Select(item => item.GetProperty("@odata.type").GetString()).Distinct().Count() >= 10);
    }

    [Fact]
    public async Task a_write_to_sentinel_reaches_the_xdr_incident_and_comes_back_as_an_echo()
    {
        Answer found = await client.QueryAsync("SecurityIncident | where ProviderName == 'Microsoft XDR' | summarize arg_max(LastModifiedTime, *) by IncidentName | where Status == 'New' | take 1 | project IncidentName, ProviderIncidentId");
        string name = found.Rows[0][0].GetString()!;
        string xdr = found.Rows[0][1].GetString()!;
        JsonObject body = (JsonObject)JsonNode.Parse((await client.ArmAsync(HttpMethod.Get, $"{client.Incidents}/{name}")).Text)!;
        body["properties"]!["status"] = "Active";
        Assert.Equal(200, (await client.ArmAsync(HttpMethod.Put, $"{client.Incidents}/{name}", body.ToJsonString())).Status);
        client.Cloud.ShiftTime(TimeSpan.FromMinutes(1));
        Assert.Equal("inProgress", (await client.GraphAsync($"/v1.0/security/incidents/{xdr}")).Json.GetProperty("status").GetString());
        Answer rows = await client.QueryAsync($"SecurityIncident | where IncidentName == '{name}' | sort by LastModifiedTime desc | take 2 | project ModifiedBy, Status");
        Assert.Equal(["Microsoft XDR/Active", "alert-ledger/Active"], rows.Rows.Select(row => $"{row[0].GetString()}/{row[1].GetString()}"));
    }

    [Fact]
    public async Task equal_seeds_and_times_give_equal_bytes_whatever_the_steps()
    {
        var start = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
        string one = await StoryAsync(start, 5, [TimeSpan.FromMinutes(10)]);
        string many = await StoryAsync(start, 5, [.. Enumerable.Repeat(TimeSpan.FromSeconds(30), 20)]);
        string other = await StoryAsync(start, 6, [TimeSpan.FromMinutes(10)]);
        Assert.Equal(one, many);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task rows_become_queryable_when_they_are_ingested()
    {
        var clock = new HandClock(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
        SimulatorOptions options = new() { TimeProvider = clock, InitialHistory = 0, GeneratedAlertsPerMinute = 60, LogAnalyticsDelay = TimeSpan.FromMinutes(5), GraphDelay = TimeSpan.FromMinutes(2) };
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(options, CancellationToken.None);
        cloud.ShiftTime(TimeSpan.FromMinutes(1.5));
        Assert.Equal((0, 0), (cloud.Count().Alerts, cloud.Count().SecurityAlertRows));
        cloud.ShiftTime(TimeSpan.FromMinutes(2));
        Assert.True(cloud.Count().Alerts > 20);
        Assert.Equal(0, cloud.Count().SecurityAlertRows);
        cloud.ShiftTime(TimeSpan.FromMinutes(6));
        Assert.True(cloud.Count().SecurityAlertRows > 20);
        using var own = new CloudClient(cloud);
        Answer late = await own.QueryAsync("SecurityAlert | where ingestion_time() < TimeGenerated + 5m | count");
        Assert.Equal(0, late.Rows[0][0].GetInt32());
    }

    [Fact]
    public async Task a_pause_holds_the_generator_and_moves_what_was_planned()
    {
        var clock = new HandClock(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new() { TimeProvider = clock, InitialHistory = 0, GeneratedAlertsPerMinute = 60 }, CancellationToken.None);
        cloud.ShiftTime(TimeSpan.FromMinutes(1));
        cloud.PauseGeneration();
        cloud.ShiftTime(TimeSpan.FromMinutes(1));
        int before = cloud.Count().Alerts;
        cloud.ShiftTime(TimeSpan.FromHours(1));
        Assert.Equal(before, cloud.Count().Alerts);
        cloud.ResumeGeneration();
        cloud.ShiftTime(TimeSpan.FromMinutes(1));
        Assert.InRange(cloud.Count().Alerts, before + 20, before + 120);
    }

    private static async Task<string> StoryAsync(DateTimeOffset start, int seed, IReadOnlyList<TimeSpan> steps)
    {
        SimulatorOptions options = new() { TimeProvider = new HandClock(start), Seed = seed, InitialHistory = 30, GeneratedAlertsPerMinute = 20 };
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(options, CancellationToken.None);
        using var reader = new CloudClient(cloud);
        foreach (TimeSpan step in steps)
        {
            cloud.ShiftTime(step);
        }

        Answer alerts = await reader.GraphAsync("/v1.0/security/alerts_v2?$top=1000");
        Answer incidents = await reader.GraphAsync("/v1.0/security/incidents?$filter=createdDateTime ge " + WireTime.Format(start));
        Answer rows = await reader.QueryAsync("SecurityIncident | extend i = ingestion_time() | sort by i asc, IncidentName asc");
        Answer alertRows = await reader.QueryAsync("SecurityAlert | extend i = ingestion_time() | sort by i asc, SystemAlertId asc");
        Answer arm = await reader.ArmAsync(HttpMethod.Get, reader.Incidents);
        string port = cloud.BaseAddress.Authority;
        return string.Join('\n', alerts.Text, incidents.Text, rows.Text, alertRows.Text, arm.Text).Replace(port, "host", StringComparison.Ordinal);
    }
}
