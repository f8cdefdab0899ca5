using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_faults_strike : IAsyncLifetime
{
    private const string Alerts = "/v1.0/security/alerts_v2?$top=5";
    private SimulatedCloud cloud = null!;
    private CloudClient client = null!;

    public async Task InitializeAsync()
    {
        cloud = await SimulatedCloud.StartAsync(CloudFixture.Still with { InitialHistory = 30 }, CancellationToken.None);
        client = new CloudClient(cloud);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await cloud.DisposeAsync();
    }

    [Fact]
    public async Task a_status_strikes_the_nth_request_of_one_service_in_its_own_shape()
    {
        cloud.AddFault(new Fault { Service = "graph", Path = "alerts_v2", Method = "GET", Nth = 2, Kind = FaultKind.Status, Status = 503, Code = "ServiceUnavailable", RetryAfterSeconds = 7 });
        Assert.Equal(200, (await client.GraphAsync(Alerts)).Status);
        Assert.Equal(200, (await client.GraphAsync("/v1.0/security/incidents")).Status);
        Answer struck = await client.GraphAsync(Alerts);
        Assert.Equal((503, "ServiceUnavailable"), (struck.Status, struck.Code));
        Assert.Equal(TimeSpan.FromSeconds(7), struck.Headers.RetryAfter!.Delta);
        Assert.NotNull(struck.Json.GetProperty("error").GetProperty("innerError").GetProperty("request-id").GetString());
        Assert.Equal(200, (await client.GraphAsync(Alerts)).Status);
    }

    [Fact]
    public async Task a_throttle_strikes_the_next_requests_and_token_faults_look_like_entra()
    {
        cloud.AddFault(new Fault { Service = "logAnalytics", BodyContains = "SecurityAlert", Next = 2, Kind = FaultKind.Throttle, RetryAfterSeconds = 3 });
        Assert.Equal(200, (await client.QueryAsync("print 1")).Status);
        Assert.Equal(429, (await client.QueryAsync("SecurityAlert | count")).Status);
        Assert.Equal(429, (await client.QueryAsync("SecurityAlert | count")).Status);
        Assert.Equal(200, (await client.QueryAsync("SecurityAlert | count")).Status);
        cloud.AddFault(new Fault { Service = "token", Kind = FaultKind.Status, Status = 503 });
        Assert.Equal("temporarily_unavailable", (await client.TokenAsync()).Json.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.TruncatedPage)]
    public async Task a_broken_connection_is_no_answer(FaultKind kind)
    {
        await client.BearerAsync(CloudClient.Graph);
        cloud.AddFault(new Fault { Service = "graph", Kind = kind });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GraphAsync(Alerts));
    }

    [Fact]
    public async Task an_answer_may_be_slow()
    {
        await client.BearerAsync(CloudClient.Graph);
        cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.Slow, Seconds = 0.4 });
        long before = Stopwatch.GetTimestamp();
        Assert.Equal(200, (await client.GraphAsync(Alerts)).Status);
        Assert.True(Stopwatch.GetElapsedTime(before) >= TimeSpan.FromSeconds(0.39));
    }

    [Fact]
    public async Task partial_answers_are_marked()
    {
        cloud.AddFault(new Fault { Id = "one", Service = "graph", Kind = FaultKind.PartialContent });
        Answer partial = await client.GraphAsync(Alerts);
        Assert.Equal(206, partial.Status);
        Assert.NotEmpty(partial.Headers.Warning);
        cloud.AddFault(new Fault { Id = "one", Service = "graph", Kind = FaultKind.Warning });
        Answer warned = await client.GraphAsync(Alerts);
        Assert.Equal(200, warned.Status);
        Assert.NotEmpty(warned.Headers.Warning);
        cloud.AddFault(new Fault { Service = "logAnalytics", Kind = FaultKind.PartialError });
        Answer rows = await client.QueryAsync("SecurityAlert | take 3");
        Assert.Equal((200, "PartialError", 3), (rows.Status, rows.Code, rows.Rows.Count));
    }

    [Fact]
    public async Task json_may_be_cut()
    {
        cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.InvalidJson });
        Answer answer = await client.GraphAsync(Alerts);
        Assert.Equal(200, answer.Status);
        Assert.ThrowsAny<JsonException>(() => answer.Json);
    }

    [Fact]
    public async Task a_poisoned_record_spoils_every_page_that_holds_it_and_no_other()
    {
        List<string> ids = await client.IdsAsync(Alerts);
        cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.Poison, Contains = ids[7] });
        Answer first = await client.GraphAsync(Alerts);
        Assert.Equal(200, first.Status);
        Assert.Equal(500, (await client.GraphAsync(first.Next()!)).Status);
        Assert.Equal(500, (await client.GraphAsync("/v1.0/security/alerts_v2?$top=1000")).Status);
    }

    [Fact]
    public async Task links_may_lead_elsewhere_or_be_missing_and_lists_may_be_empty()
    {
        cloud.AddFault(new Fault { Id = "f", Service = "graph", Kind = FaultKind.ForeignNextLink, Host = "evil.example" });
        Assert.StartsWith("https://evil.example/v1.0/security/alerts_v2?", (await client.GraphAsync(Alerts)).Next(), StringComparison.Ordinal);
        cloud.AddFault(new Fault { Id = "f", Service = "graph", Kind = FaultKind.NoNextLink });
        Answer full = await client.GraphAsync(Alerts);
        Assert.Null(full.Next());
        Assert.Equal(5, full.Value.Count);
        cloud.AddFault(new Fault { Id = "f", Kind = FaultKind.EmptyList });
        Assert.Empty((await client.GraphAsync(Alerts)).Value);
        Assert.Empty((await client.QueryAsync("SecurityAlert | take 3")).Rows);
    }

    [Fact]
    public async Task the_budget_of_a_minute_can_be_switched_on()
    {
        cloud.GraphRequestsPerMinute = 3;
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await client.GraphAsync(Alerts)).Status);
        }

        Answer throttled = await client.GraphAsync(Alerts);
        Assert.Equal((429, "TooManyRequests"), (throttled.Status, throttled.Code));
        Assert.InRange(throttled.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task the_request_log_tells_what_was_asked_and_keeps_no_secret()
    {
        await client.QueryAsync("SecurityAlert | take 1");
        await client.GraphAsync(Alerts);
        Assert.Equal(1, cloud.RequestCounts["logAnalytics"]);
        Assert.Equal(2, cloud.RequestCounts["token"]);
        Assert.Contains(cloud.Requests, entry => entry is { Service: "logAnalytics", Status: 200 } && entry.Body.Contains("take 1", StringComparison.Ordinal));
        Assert.DoesNotContain(cloud.Requests, entry => (entry.Body + entry.PathAndQuery).Contains(cloud.Tenant.ClientSecret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task mailboxes_quarantine_and_roles_are_told_over_http_as_well()
    {
        (string, string) key = ("X-Control-Key", cloud.ControlKey);
        Assert.Equal(200, (await PostAsync("/control/mailboxes", """{"address":"phish@contosolab.onmicrosoft.com"}""")).Status);
        Assert.Equal(200, (await PostAsync("/control/mails", """{"internetMessageId":"<c1@x>","networkMessageId":"n","subject":"s","from":"a@x.example","to":"b@x.example","urls":[]}""")).Status);
        using var gone = new StringContent("""{"mailbox":"b@x.example","internetMessageId":"<c1@x>"}""", Encoding.UTF8, "application/json");
        Answer removed = await client.SendAsync(HttpMethod.Delete, "/control/mails", gone, null, key);
        Assert.True(removed.Json.GetProperty("removed").GetBoolean());
        Answer held = await PostAsync("/control/quarantine", """{"messageId":"<c2@x>","recipient":"b@x.example","sender":"a@x.example","subject":"s","mime":"Message-ID: <c2@x>"}""");
        Assert.Contains('\\', held.Json.GetProperty("identity").GetString()!);
        Assert.Equal(200, (await PostAsync("/control/dlpEvents", """{"at":"2026-11-01T08:00:00Z","account":"u","object":"o","mode":3}""")).Status);
        Assert.Equal(200, (await PostAsync("/control/mailboxes/expireDeltaLinks", "{}")).Status);
        Assert.Equal(200, (await PostAsync("/control/limits", """{"quarantineIgnoresFilter":true,"armBudgetScale":2}""")).Status);
        Assert.True(cloud.QuarantineIgnoresFilter);
        Assert.Equal("law-two", (await PostAsync("/control/workspaces", """{"name":"law-two"}""")).Json.GetProperty("name").GetString());
        Assert.Equal(200, (await PostAsync($"/control/apps/{cloud.Tenant.ClientId}", """{"revokeExchangeRole":"Exchange.ManageAsApp","removeCertificates":true}""")).Status);
        Assert.Equal(400, (await PostAsync("/control/quarantine", """{"messageId":"<c3@x>"}""")).Status);

        async Task<Answer> PostAsync(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            return await client.SendAsync(HttpMethod.Post, path, content, null, key);
        }
    }

    [Fact]
    public async Task the_control_endpoint_needs_its_key_and_does_the_same()
    {
        (string, string) key = ("X-Control-Key", cloud.ControlKey);
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, "/control/state")).Status);
        Answer added = await PostAsync("/control/faults", """{"id":"x","service":"graph","kind":"status","status":502,"next":1}""");
        Assert.Equal("x", added.Json.GetProperty("id").GetString());
        Assert.Equal(502, (await client.GraphAsync(Alerts)).Status);
        Assert.Equal(1, (await client.SendAsync(HttpMethod.Get, "/control/faults", null, null, key)).Json[0].GetProperty("hits").GetInt32());
        Assert.Equal(200, (await client.SendAsync(HttpMethod.Delete, "/control/faults/x", null, null, key)).Status);
        Assert.Equal(400, (await PostAsync("/control/faults", """{"kind":"no such kind"}""")).Status);
        Assert.Equal(400, (await PostAsync("/control/faults", """{"path":"(","kind":"status"}""")).Status);
        Assert.Equal(200, (await PostAsync("/control/time", """{"shift":"PT1H"}""")).Status);
        Assert.True(cloud.Now > TimeProvider.System.GetUtcNow().AddMinutes(59));
        string id = new('x', 2000);
        Assert.Equal(id, (await PostAsync("/control/alerts?modifiedAt=2020-01-01T00:00:00Z", $"{{\"id\":\"{id}\",\"title\":\"\\u0000\"}}")).Json.GetProperty("ids")[0].GetString());
        Assert.Equal(id, (await client.GraphAsync($"/v1.0/security/alerts_v2/{id}")).Json.GetProperty("id").GetString());
        Answer incident = await PostAsync("/control/sentinelIncidents?alertId=s9", """{"name":"n9","properties":{"title":"t","status":"New","severity":"Low"}}""");
        Assert.Equal(200, incident.Status);
        Assert.Equal("[\"s9\"]", (await client.QueryAsync("SecurityIncident | where IncidentName == 'n9' | project AlertIds")).Rows[0][0].GetString());
        Assert.Equal(200, (await PostAsync("/control/limits", """{"graphPageCap":2}""")).Status);
        Assert.Equal(2, (await client.GraphAsync(Alerts)).Value.Count);
        Answer app = await PostAsync($"/control/apps/{cloud.Tenant.ClientId}", """{"revokeGraphRole":"SecurityAlert.Read.All","expireSecrets":true}""");
        Assert.DoesNotContain("SecurityAlert.Read.All", app.Text, StringComparison.Ordinal);
        Assert.Equal(401, (await client.TokenAsync()).Status);

        async Task<Answer> PostAsync(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            return await client.SendAsync(HttpMethod.Post, path, content, null, key);
        }
    }

    [Fact]
    public async Task a_record_of_20_megabytes_passes()
    {
        cloud.PublishAlerts(JsonSerializer.Serialize(new { id = "dabig", title = "big", lastUpdateDateTime = "2026-01-01T00:00:00Z", description = new string('z', 20_000_000) }));
        Assert.True((await client.GraphAsync("/v1.0/security/alerts_v2/dabig")).Text.Length > 20_000_000);
    }
}
