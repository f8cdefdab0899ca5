using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Connectors;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Api.Tests.Tickets;

/// <summary>The real host with all its workers, a simulated cloud over TLS, and a Sentinel connector that writes back.</summary>
internal sealed class WrittenWorld : IAsyncDisposable
{
    /// <summary>How long a step of the write-back may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Name = "3f1c2d0a-7a0e-4a0b-9a37-3d1f5b0c9e21";

    private WrittenWorld(SimulatedCloud cloud, RunningLedger ledger, HttpClient client) => (Cloud, Ledger, Client) = (cloud, ledger, client);

    public SimulatedCloud Cloud { get; }

    public RunningLedger Ledger { get; }

    public HttpClient Client { get; }

    public static async Task<WrittenWorld> StartAsync()
    {
        var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, GraphDelay = TimeSpan.Zero, LogAnalyticsDelay = TimeSpan.Zero }, CancellationToken.None);
        var ledger = await RunningLedger.StartAsync(options => options with
        {
            EndpointSets = [SimulatedSources.SetOf(cloud)],
            RequestLimits = new RequestLimits().Scaled(100),
            TicketSync = new TicketSyncOptions { FirstWait = TimeSpan.FromMilliseconds(50), SweepEvery = TimeSpan.FromHours(1) },
        });
        var world = new WrittenWorld(cloud, ledger, await ledger.ClientAsync(Role.Admin));
        cloud.PublishSentinelIncident(Incident(cloud.Now), []);
        using var made = await world.Client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Settings(cloud));
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        await world.PollAsync();
        return world;
    }

    /// <summary>The one alert.</summary>
    public async Task<Guid> AlertAsync()
    {
        var alert = Guid.Empty;
        await Eventually.HoldsAsync(Patience, async () =>
        {
            var items = (await Client.GetJsonAsync("/api/v1/alerts?connector=sentinel")).GetProperty("items");
            alert = items.GetArrayLength() == 1 ? items[0].GetProperty("id").GetGuid() : alert;
            return alert != Guid.Empty;
        });
        return alert;
    }

    /// <summary>Moves an investigation and waits until that is written back.</summary>
    public async Task MoveAsync(Guid alert, object body, int intents)
    {
        using var moved = await Client.SendAsync(HttpMethod.Post, $"/api/v1/alerts/{alert}/investigation", body);
        Assert.True(moved.IsSuccessStatusCode, await moved.Content.ReadAsStringAsync());
        await Eventually.HoldsAsync(Patience, async () =>
            (await Client.GetJsonAsync($"/api/v1/tickets?alert={alert}&state=written")).GetProperty("items").GetArrayLength() == intents);
    }

    public async Task PollAsync()
    {
        using var polled = await Client.SendAsync(HttpMethod.Post, "/api/v1/connectors/sentinel/poll");
        var text = await polled.Content.ReadAsStringAsync();
        Assert.True(polled.IsSuccessStatusCode && !text.Contains("\"failed\"", StringComparison.Ordinal), text);
    }

    /// <summary>Runs <c>ledger replay</c> as a process of its own against this host.</summary>
    public async Task<string> ReplayAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ledger.dll"), "replay", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["LEDGER_URL"] = Ledger.Address;
        start.Environment["LEDGER_TOKEN"] = (await Ledger.TokenAsync(Role.Auditor)).Secret.Text;
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await complained);
        return await said;
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await Cloud.DisposeAsync();
    }

    private static object Settings(SimulatedCloud cloud) => new
    {
        id = "sentinel",
        kind = "sentinel",
        cloud = "simulated",
        credentials = SimulatedSources.Credentials(cloud),
        workspaces = new[]
        {
            new { name = cloud.Tenant.WorkspaceName, workspaceId = cloud.Tenant.WorkspaceId, subscriptionId = cloud.Tenant.SubscriptionId, resourceGroup = cloud.Tenant.ResourceGroup },
        },
        ticketSync = new { updateStatusOnInvestigationChange = true },
        logIngestionDelay = "PT30S",
        pollInterval = "PT1H",
        pollLookback = "P7D",
    };

    private static string Incident(DateTimeOffset at)
    {
        var time = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(new
        {
            id = $"/subscriptions/s/resourceGroups/r/providers/Microsoft.SecurityInsights/Incidents/{Name}",
            name = Name,
            type = "Microsoft.SecurityInsights/Incidents",
            properties = new
            {
                title = "Collection activity on one endpoint", description = "", severity = "Medium", status = "New", labels = Array.Empty<string>(),
                createdTimeUtc = time, lastModifiedTimeUtc = time, incidentNumber = 812, providerName = "Azure Sentinel",
            },
        });
    }
}
