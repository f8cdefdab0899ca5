using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Api.Tests.Connectors;

/// <summary>Each way to die is a state of its own within two intervals, with its remedy; and the past can be asked for.</summary>
public sealed class HealthStateTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task an_expired_secret_a_revoked_scope_and_an_empty_list_are_three_states_with_three_remedies()
    {
        await using var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 40, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        cloud.TokenLifetime = TimeSpan.FromSeconds(1);
        await using var ledger = await StartAsync(cloud);
        var client = await ledger.ClientAsync(Role.Admin);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", SimulatedSources.Microsoft365(cloud, interval: "PT4S"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await WaitAsync(ledger, client, "healthy");

        var empty = cloud.AddFault(new Fault { Service = "graph", Path = "alerts_v2", Kind = FaultKind.EmptyList });
        var quiet = await SoonAsync(ledger, client, "empty-answers");
        cloud.RemoveFault(empty);
        await WaitAsync(ledger, client, "healthy");

        cloud.RevokeGraphRole(cloud.Tenant.ClientId, "SecurityAlert.Read.All");
        var revoked = await SoonAsync(ledger, client, "permission-missing");
        cloud.GrantGraphRole(cloud.Tenant.ClientId, "SecurityAlert.Read.All");
        await WaitAsync(ledger, client, "healthy");

        cloud.ExpireSecrets(cloud.Tenant.ClientId);
        var expired = await SoonAsync(ledger, client, "credential-expired");

        Assert.Equal("quiet", quiet.GetProperty("state").GetString());
        Assert.Equal("needs-person", revoked.GetProperty("state").GetString());
        Assert.Equal("needs-person", expired.GetProperty("state").GetString());
        Assert.Contains("SecurityAlert.Read.All", revoked.GetProperty("whatToDo").GetString(), StringComparison.Ordinal);
        Assert.Contains("new one", expired.GetProperty("whatToDo").GetString(), StringComparison.Ordinal);
        Assert.Contains("licence", quiet.GetProperty("whatToDo").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task health_says_when_the_secret_ends_what_was_counted_and_how_late_versions_came()
    {
        await using var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 40, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        await using var ledger = await StartAsync(cloud);
        var client = await ledger.ClientAsync(Role.Admin);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", SimulatedSources.Microsoft365(cloud, interval: "PT1S"));
        var health = await UntilAsync(ledger, client, "/health", h => h.TryGetProperty("credential", out _)
            && h.GetProperty("resources").EnumerateArray().Any(r => r.TryGetProperty("lastCount", out _)));

        Assert.InRange(health.GetProperty("credential").GetProperty("daysLeft").GetInt32(), 1, 400);
        var count = health.GetProperty("resources")[0].GetProperty("lastCount");
        Assert.Equal(count.GetProperty("atSource").GetInt64(), count.GetProperty("inLedger").GetInt64());
        Assert.Matches("^[0-9]+ of [0-9]+$", count.GetProperty("says").GetString());
        var lag = health.GetProperty("lagHistogram");
        Assert.Equal(lag.GetProperty("upTo").GetArrayLength() + 1, lag.GetProperty("counts").GetArrayLength());
        Assert.Equal("PT5M", lag.GetProperty("logIngestionDelay").GetString());
    }

    [Fact]
    public async Task the_past_is_asked_for_watched_and_taken_back()
    {
        await using var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 40, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        await using var ledger = await StartAsync(cloud);
        var client = await ledger.ClientAsync(Role.Admin);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", SimulatedSources.Microsoft365(cloud, interval: "PT1S"));
        const string Backfill = "/api/v1/connectors/m365/backfill";
        using var future = await client.SendAsync(HttpMethod.Post, Backfill, new { from = "2026-01-01T00:00:00Z", to = "2999-01-01T00:00:00Z" });
        await future.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
        using var unknown = await client.SendAsync(HttpMethod.Post, Backfill, new { from = "2025-01-01T00:00:00Z", to = "2025-02-01T00:00:00Z", resource = "nothing" });
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);

        var body = new { from = "2025-01-01T00:00:00Z", to = "2025-03-01T00:00:00Z", reason = "an audit" };
        using var asked = await client.SendAsync(HttpMethod.Post, Backfill, body, ("Idempotency-Key", "one"));
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        using var again = await client.SendAsync(HttpMethod.Post, Backfill, body, ("Idempotency-Key", "one"));
        var request = (await asked.JsonAsync()).GetProperty("request").GetGuid();
        Assert.Equal(request, (await again.JsonAsync()).GetProperty("request").GetGuid());

        var done = await UntilAsync(ledger, client, "/backfill", list => list.GetProperty("items")[0].GetProperty("state").GetString() == "completed");
        Assert.Equal(1, done.GetProperty("items")[0].GetProperty("share").GetDouble());
        using var late = await client.SendAsync(HttpMethod.Delete, $"{Backfill}/{request}", new { reason = "too late" });
        await late.RefusedAsync(HttpStatusCode.Conflict, "conflict");

        var coverage = (await client.GetJsonAsync("/api/v1/connectors/m365/coverage?from=2025-01-15T00:00:00Z&to=2025-02-01T00:00:00Z")).GetProperty("items")[0];
        var settled = Assert.Single(coverage.GetProperty("settled").EnumerateArray());
        Assert.StartsWith("2025-01-15", settled.GetProperty("from").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("2025-02-01", settled.GetProperty("to").GetString(), StringComparison.Ordinal);
        Assert.Single(coverage.GetProperty("filters").EnumerateArray());
    }

    private static Task<RunningLedger> StartAsync(SimulatedCloud cloud) => RunningLedger.StartAsync(options => options with
    {
        EndpointSets = [SimulatedSources.SetOf(cloud)],
        RequestLimits = new MicrosoftCloud.RequestLimits().With("graph", 100_000),
    });

    private static Task<JsonElement> WaitAsync(RunningLedger ledger, HttpClient client, string code) =>
        UntilAsync(ledger, client, "/health", health => health.GetProperty("code").GetString() == code);

    /// <summary>Within two intervals of its cause.</summary>
    private static async Task<JsonElement> SoonAsync(RunningLedger ledger, HttpClient client, string code)
    {
        var began = TimeProvider.System.GetTimestamp();
        var health = await WaitAsync(ledger, client, code);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Interval * 2);
        return health;
    }

    /// <summary>Asks again at each event, or each second: a quiet poll is none.</summary>
    private static async Task<JsonElement> UntilAsync(RunningLedger ledger, HttpClient client, string path, Func<JsonElement, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        JsonElement answer;
        do
        {
            var head = (await ledger.Database.Log.HeadAsync("default")).Position;
            answer = await client.GetJsonAsync($"/api/v1/connectors/m365{path}{(path == "/health" ? $"?atLeast={head}" : "")}");
        }
        while (!holds(answer) && await pulse.WaitForNextTickAsync(patience.Token));
        return answer;
    }
}
