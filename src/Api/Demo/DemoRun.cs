using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Cli;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Serve;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Demo;

/// <summary>
/// The whole product on one machine: the embedded PostgreSQL, a Microsoft cloud simulated over TLS, two connectors against it, the pollers, the
/// read models and the page. Binds 127.0.0.1 only. What it shows goes through the same code as <c>serve</c>; only the cloud is not Microsoft's.
/// </summary>
public static class DemoRun
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(30);

    /// <summary>Runs until told to stop.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellation)
    {
        if (options.Samples is { } samples && !File.Exists(Path.Combine(samples, "manifest.json")))
        {
            await Console.Error.WriteLineAsync($"--data: there is no manifest.json in {Path.GetFullPath(samples)}.");
            return ExitCode.Usage;
        }

        await SayAsync(options, "Starting PostgreSQL …");
        using var logs = ErrorLog.Create(LogLevel.Error);
        var (database, refusal) = await OpenedDatabase.OpenAsync(new DatabaseSettings(null, null, options.DataDirectory), logs.CreateLogger("postgres"), cancellation);
        if (database is null)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.Unreachable;
        }

        await using (database)
        {
            await SayAsync(options, "Starting the simulated Microsoft cloud …");
            await using var cloud = await SimulatedCloud.StartAsync(
                new SimulatorOptions
                {
                    Seed = options.Seed,
                    DataDirectory = options.Samples,
                    MoreWorkspaces = options.Samples is null ? [DemoSentinel.SecondWorkspace] : [],
                    StateDirectory = Path.Combine(options.DataDirectory, "simulator"),
                },
                cancellation);
            await SayAsync(options, "Starting the ledger …");
            return await ServeAsync(options, database, cloud, cancellation);
        }
    }

    private static async Task<int> ServeAsync(DemoOptions options, OpenedDatabase database, SimulatedCloud cloud, CancellationToken cancellation)
    {
        var keyFile = LedgerConfiguration.MasterKeyBeside(options.DataDirectory);
        if (MasterKey.ReadOrMake(keyFile, options.DataDirectory, out _) is not MasterKeyReading.Loaded key)
        {
            await Console.Error.WriteLineAsync($"The master key file {keyFile} cannot be used. Remove it together with {options.DataDirectory} to begin anew.");
            return ExitCode.Failed;
        }

        HostAddress? kept = null;
        var code = await RunningHost.RunAsync(
            new LedgerHostOptions
            {
                Connections = database.Connections,
                MasterKey = key.Key,
                Port = options.Port,
                EndpointSets = [DemoConnectors.EndpointsOf(cloud)],
            },
            database.Lost,
            async (app, stopping) => kept = await IntroduceAsync(options, app, cloud, stopping),
            quiet: true,
            cancellation);
        kept?.Forget(options.DataDirectory);
        return code;
    }

    private static async Task<HostAddress> IntroduceAsync(DemoOptions options, WebApplication app, SimulatedCloud cloud, CancellationToken cancellation)
    {
        var issued = await app.Services.GetRequiredService<TokenIssuing>().BootstrapAsync("default", "demo", TokenLifetime, cancellation)
            ?? throw new InvalidOperationException("The tenant 'default' is missing although the migrations made it.");
        var address = new HostAddress(new Uri(LedgerHost.AddressOf(app)), issued.Secret.Text);
        using var client = new LedgerClient(address);
        var connectors = DemoConnectors.For(cloud.Workspaces, options.Samples is not null);
        await ConfigureAsync(client, connectors, cancellation);
        address.Keep(options.DataDirectory);

        var link = await app.Services.GetRequiredService<SignInLinks>().NewAsync(address.Url.ToString().TrimEnd('/'), issued.Token, cancellation);
        await Console.Out.WriteLineAsync(options.Json ? Line(address, link, connectors, cloud) : DemoWords.Of(link, options.DataDirectory));
        await Console.Out.FlushAsync(cancellation);
        return address;
    }

    /// <summary>Adds the connectors, or gives those of an earlier run the secret of the cloud that runs now.</summary>
    private static async Task ConfigureAsync(LedgerClient client, IReadOnlyList<JsonObject> connectors, CancellationToken cancellation)
    {
        const string path = "/api/v1/connectors";
        var known = (await client.GetAsync(path, cancellation)).Items("items").ToDictionary(c => c.Text("id") ?? "", StringComparer.Ordinal);
        foreach (var connector in connectors)
        {
            var id = connector["id"]!.GetValue<string>();
            if (!known.TryGetValue(id, out var earlier))
            {
                await client.SendAsync(HttpMethod.Post, path, connector.ToJsonString(), cancellation);
            }
            else if (TenantOf(earlier) != connector["credentials"]!["tenantId"]!.GetValue<string>())
            {
                await client.SendAsync(HttpMethod.Put, $"{path}/{id}", connector.ToJsonString(), cancellation, $"\"{earlier.Text("revision")}\"");
            }
        }
    }

    private static string? TenantOf(JsonElement connector) =>
        (connector.Field("settings")?.Field("credentials") ?? connector.Field("credentials"))?.Text("tenantId");

    private static string Line(HostAddress address, string link, IReadOnlyList<JsonObject> connectors, SimulatedCloud cloud) =>
        JsonSerializer.Serialize(
            new
            {
                url = address.Url.ToString().TrimEnd('/'),
                token = address.Token,
                link,
                connectors = connectors.Select(c => c["id"]!.GetValue<string>()),
                simulator = new { url = cloud.BaseAddress.ToString().TrimEnd('/'), controlKey = cloud.ControlKey },
            },
            JsonSerializerOptions.Web);

    private static Task SayAsync(DemoOptions options, string what) => options.Json ? Task.CompletedTask : Console.Out.WriteLineAsync(what);
}
