using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Tests.Connectors;

/// <summary>The sample of alerts that settings would ingest now: asked of the simulated cloud over TLS, nothing recorded.</summary>
public sealed class when_a_configuration_is_tried_out(TriedLedger tried) : IClassFixture<TriedLedger>
{
    private const string Sample = "/api/v1/connectors/sample";

    [Fact]
    public async Task each_alert_comes_with_what_the_settings_decide_about_it()
    {
        var client = await tried.Ledger.ClientAsync(Role.Engineer);
        foreach (var settings in (object[])[SimulatedSources.Microsoft365(tried.Cloud), SimulatedSources.Sentinel(tried.Cloud)])
        {
            var resources = await SampleAsync(client, settings);
            Assert.All(resources, resource => Assert.False(resource.TryGetProperty("problem", out _), resource.GetRawText()));
            var alerts = Alerts(resources);
            Assert.NotEmpty(alerts);
            Assert.All(alerts, alert => Assert.NotEqual("", alert.GetProperty("title").GetString()));

            var severity = alerts[0].GetProperty("severity").GetString()!;
            var narrowed = JsonSerializer.SerializeToNode(settings, JsonSerializerOptions.Web)!.AsObject();
            narrowed["enabledSeverities"] = new JsonArray(severity == "High" ? "Low" : "High");
            var excluded = Alerts(await SampleAsync(client, narrowed)).First(alert => alert.GetProperty("severity").GetString() == severity).GetProperty("excluded");
            Assert.Equal(("severities", severity), (excluded.GetProperty("rule").GetString(), excluded.GetProperty("value").GetString()));
            Assert.Contains("is not among the enabled severities", excluded.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task nothing_is_recorded()
    {
        var client = await tried.Ledger.ClientAsync(Role.Engineer);
        var before = await tried.Ledger.Database.Log.HeadAsync(TenantName.Default);
        await SampleAsync(client, SimulatedSources.Microsoft365(tried.Cloud, "never-saved"));

        Assert.Equal(before, await tried.Ledger.Database.Log.HeadAsync(TenantName.Default));
        using var unknown = await client.GetAsync("/api/v1/connectors/never-saved");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task what_is_refused_says_what_to_do()
    {
        var client = await tried.Ledger.ClientAsync(Role.Engineer);
        var problem = Assert.Single(await SampleAsync(client, With(clientSecret: "not-the-secret"))).GetProperty("problem");

        Assert.Equal("credential-wrong", problem.GetProperty("code").GetString());
        Assert.Contains("value", problem.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.All(tried.Ledger.Log.Lines, line => Assert.DoesNotContain("not-the-secret", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task settings_without_a_secret_are_tried_with_the_stored_one_of_their_own_connector_alone()
    {
        var client = await tried.Ledger.ClientAsync(Role.Engineer);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", SimulatedSources.Microsoft365(tried.Cloud, "kept"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);

        Assert.NotEmpty(Alerts(await SampleAsync(client, With("kept", clientSecret: null))));
        using var tested = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/test", With("kept", clientSecret: null));
        Assert.True((await tested.JsonAsync()).GetProperty("passed").GetBoolean());

        await RefusedAsync(client, With("unknown", clientSecret: null));
        await RefusedAsync(client, With("kept", clientSecret: null, clientId: Guid.NewGuid()));
        await RefusedAsync(await tried.Ledger.ClientAsync(Role.Engineer, RunningLedger.OtherTenant), With("kept", clientSecret: null));
    }

    private JsonObject With(string id = "m365", string? clientSecret = null, Guid? clientId = null)
    {
        var settings = JsonSerializer.SerializeToNode(SimulatedSources.Microsoft365(tried.Cloud, id), JsonSerializerOptions.Web)!.AsObject();
        var credentials = settings["credentials"]!.AsObject();
        credentials.Remove("clientSecret");
        if (clientSecret is not null)
        {
            credentials["clientSecret"] = clientSecret;
        }

        credentials["clientId"] = clientId ?? tried.Cloud.Tenant.ClientId;
        return settings;
    }

    private static async Task RefusedAsync(HttpClient client, object settings)
    {
        using var answer = await client.SendAsync(HttpMethod.Post, Sample, settings);
        var refused = await answer.JsonAsync();
        Assert.Equal("credentials.clientSecret", refused.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static async Task<IReadOnlyList<JsonElement>> SampleAsync(HttpClient client, object settings)
    {
        using var answer = await client.SendAsync(HttpMethod.Post, Sample, settings);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return [.. (await answer.JsonAsync()).GetProperty("resources").EnumerateArray()];
    }

    private static IReadOnlyList<JsonElement> Alerts(IReadOnlyList<JsonElement> resources) =>
        [.. resources.SelectMany(resource => resource.GetProperty("alerts").EnumerateArray())];
}

/// <summary>A ledger without connectors beside a simulated cloud that has a history.</summary>
public sealed class TriedLedger : IAsyncLifetime
{
    public SimulatedCloud Cloud { get; private set; } = null!;

    public RunningLedger Ledger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { InitialHistory = 40, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        Ledger = await RunningLedger.StartAsync(options => options with { EndpointSets = [SimulatedSources.SetOf(Cloud)] });
    }

    public async Task DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await Cloud.DisposeAsync();
    }
}
