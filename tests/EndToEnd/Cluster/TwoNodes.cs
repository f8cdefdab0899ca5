using System.Security.Cryptography;
using System.Text.Json;
using Dropzone.Ledger.EndToEnd.Processes;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.EndToEnd.Cluster;

/// <summary>Two processes on one database, a simulated cloud that makes alerts, and two connectors against it.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private const string CloudName = "simulated";

    private readonly DataFolder folder = new();
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClusterNode> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> connections = new(StringComparer.Ordinal);
    private SharedDatabase? database;
    private SimulatedCloud? cloud;
    private string token = "";

    /// <summary>The database that both use.</summary>
    public SharedDatabase Database => database!;

    /// <summary>What the leases of pollers and projections are called: each must have one holder.</summary>
    public static IReadOnlyList<string> Leases { get; } =
    [
        "poller/default/defender",
        "poller/default/sentinel",
        .. new[] { "activity", "alert_detail", "alert_list", "connector_health" }.Select(static name => $"projection/{name}_g1/default"),
    ];

    /// <summary>The nodes that run, by their logins.</summary>
    public IReadOnlyDictionary<string, ClusterNode> Running => nodes;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        database = await SharedDatabase.CreateAsync();
        cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions
            {
                Seed = 11,
                StateDirectory = Path.Combine(folder.Place, "simulator"),
                GeneratedAlertsPerMinute = 120,
                GraphDelay = TimeSpan.FromMilliseconds(500),
                LogAnalyticsDelay = TimeSpan.FromMilliseconds(500),
            },
            CancellationToken.None);
        environment["Ledger__MasterKeyFile"] = await MasterKeyAsync();
        AllowSimulatedCloud(cloud.BaseAddress.ToString());
        foreach (var login in (string[])["north", "south"])
        {
            connections[login] = await database.NewLoginAsync(login);
        }

        await StartAsync("north");
        token = (await CommandRun.RunAsync(EnvironmentOf("north"), "token", "--bootstrap")).Succeeded().Output.Trim();
        await StartAsync("south");
        using var api = Api(nodes["south"]);
        foreach (var connector in Connectors(cloud.Tenant))
        {
            await api.PostAsync("api/v1/connectors", connector);
        }
    }

    /// <summary>Starts a node.</summary>
    public async Task StartAsync(string login) => nodes[login] = await ClusterNode.StartAsync(login, EnvironmentOf(login));

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(string login)
    {
        nodes.Remove(login, out var node);
        node!.Process.Kill();
        await node.DisposeAsync();
    }

    /// <summary>Speaks to one node as the admin.</summary>
    public LedgerApi Api(ClusterNode node) => new(node.Address, token);

    /// <summary>Checks everything that was recorded.</summary>
    public Task<CommandRun> VerifyAsync() => CommandRun.RunAsync(EnvironmentOf("north"), "verify");

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var node in nodes.Values)
        {
            await node.DisposeAsync();
        }

        if (cloud is not null)
        {
            await cloud.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        await folder.DisposeAsync();
    }

    private Dictionary<string, string> EnvironmentOf(string login) =>
        new(environment, StringComparer.Ordinal) { ["ConnectionStrings__Ledger"] = connections[login] };

    /// <summary>The operator's allow-list: one address for all services, tokens for Microsoft's own audiences, and one authority to trust.</summary>
    private void AllowSimulatedCloud(string address)
    {
        const string set = "Ledger__EndpointSets__0__";
        environment[set + "Name"] = CloudName;
        environment[set + "Authority"] = address;
        environment[set + "TrustedRootFile"] = Path.Combine(folder.Place, "simulator", "simulator-ca.pem");
        foreach (var (service, scope) in (ReadOnlySpan<(string, string)>)
            [
                ("Graph", Clouds.Public.Graph.Scope),
                ("LogAnalytics", Clouds.Public.LogAnalytics.Scope),
                ("ResourceManager", Clouds.Public.ResourceManager.Scope),
            ])
        {
            environment[$"{set}{service}__Address"] = address;
            environment[$"{set}{service}__Scope"] = scope;
        }
    }

    private async Task<string> MasterKeyAsync()
    {
        var file = Path.Combine(folder.Place, "master.key");
        await File.WriteAllTextAsync(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private static IEnumerable<string> Connectors(SimulatedTenant tenant)
    {
        var credentials = new { clientId = tenant.ClientId, tenantId = tenant.TenantId, clientSecret = tenant.ClientSecret };
        yield return JsonSerializer.Serialize(new
        {
            id = "defender",
            kind = "microsoft365",
            cloud = CloudName,
            credentials,
            logIngestionDelay = "PT10S",
            pollInterval = "PT1S",
            pollLookback = "P7D",
        });
        yield return JsonSerializer.Serialize(new
        {
            id = "sentinel",
            kind = "sentinel",
            cloud = CloudName,
            credentials,
            workspaces = new[]
            {
                new { name = tenant.WorkspaceName, workspaceId = tenant.WorkspaceId, subscriptionId = tenant.SubscriptionId, resourceGroup = tenant.ResourceGroup },
            },
            logIngestionDelay = "PT10S",
            pollInterval = "PT1S",
            pollLookback = "P7D",
        });
    }
}
