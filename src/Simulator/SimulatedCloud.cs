using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dropzone.Ledger.Simulator.Arm;
using Dropzone.Ledger.Simulator.Control;
using Dropzone.Ledger.Simulator.Data;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.Exchange;
using Dropzone.Ledger.Simulator.Faults;
using Dropzone.Ledger.Simulator.Generation;
using Dropzone.Ledger.Simulator.Graph;
using Dropzone.Ledger.Simulator.Http;
using Dropzone.Ledger.Simulator.LogAnalytics;
using Dropzone.Ledger.Simulator.Tls;
using Dropzone.Ledger.Simulator.World;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Dropzone.Ledger.Simulator;

/// <summary>
/// A Microsoft cloud on localhost: the token endpoint, Graph security, the Log Analytics query API and ARM incidents, over TLS on one
/// port of 127.0.0.1. It validates as Microsoft does and fails on demand. All members are safe to call from several threads.
/// </summary>
public sealed partial class SimulatedCloud : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly LoopbackAuthority authority;
    private readonly AccessTokens tokens;
    private readonly CancellationTokenSource stopping = new();
    private readonly SimulatedWorld world;
    private readonly SimulatedWorkspaces workspaces;
    private readonly WorldRuns runs;
    private readonly AppRegistry apps = new();
    private readonly FaultBook faults;
    private readonly RequestLog requests = new();
    private readonly GraphLimits graphLimits;
    private readonly LogLimits logLimits;
    private readonly ArmLimits armLimits;
    private readonly TimeProvider time;
    private TimeSpan graphDelay;
    private Task ticking = Task.CompletedTask;

    private SimulatedCloud(SimulatorOptions options, LoopbackAuthority authority)
    {
        this.authority = authority;
        time = options.TimeProvider;
        graphDelay = options.GraphDelay;
        ControlKey = options.ControlKey ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        Tenant = SimulatedTenants.From(options.Seed);
        tokens = new AccessTokens(Tenant);
        faults = new FaultBook(options.Seed);
        armLimits = new ArmLimits(time);
        graphLimits = new GraphLimits(options.GraphRequestsPerMinute);
        logLimits = new LogLimits(options.LogAnalyticsRowLimit, options.LogAnalyticsByteLimit);
        world = new SimulatedWorld(Tenant, new SimulatedClock(time), options.LogAnalyticsDelay);
        workspaces = new SimulatedWorkspaces(world);
        apps.Set(SimulatedTenants.DefaultApp(Tenant, time.GetUtcNow()));
        runs = WorldRuns.Open(options.StateDirectory, MadeOf(options), Milliseconds(world.Clock.Now));
        Fill(options);
        app = Host(options);
        BaseAddress = new Uri("https://127.0.0.1");
    }

    /// <summary>Where all services are.</summary>
    public Uri BaseAddress { get; private set; }

    /// <summary>The authority that clients are told to trust; without its key.</summary>
    public X509Certificate2 CertificateAuthority => authority.Authority;

    /// <summary>What a connector needs.</summary>
    public SimulatedTenant Tenant { get; }

    /// <summary>What <c>/control</c> asks for in <c>X-Control-Key</c>.</summary>
    public string ControlKey { get; }

    /// <summary>Starts a simulated cloud; it answers when the task completes.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="InvalidDataException">The data folder cannot be read.</exception>
    public static async Task<SimulatedCloud> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        LoopbackAuthority opened = LoopbackAuthority.Open(options.StateDirectory, options.TimeProvider.GetUtcNow());
        SimulatedCloud cloud;
        try
        {
            cloud = new SimulatedCloud(options, opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        try
        {
            await cloud.app.StartAsync(cancellationToken);
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }

        cloud.BaseAddress = new Uri(cloud.app.Urls.First());
        cloud.ticking = cloud.TickAsync();
        return cloud;
    }

    /// <summary>Completes when the host is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await ticking;
        await app.StopAsync(CancellationToken.None);
        runs.Mark(world.Clock.Now);
        await app.DisposeAsync();
        tokens.Dispose();
        authority.Dispose();
        stopping.Dispose();
    }

    private void Fill(SimulatorOptions options)
    {
        DateTimeOffset start = runs.Began;
        if (options.DataDirectory is not null)
        {
            new DataDirectory(world, start).Load(options.DataDirectory);
            return;
        }

        var generator = new AlertGenerator(world, options.Seed, () => graphDelay);
        world.Written = generator.SentinelWritten;
        generator.PlanHistory(options.InitialHistory, start);
        generator.PlanStream(options.GeneratedAlertsPerMinute, start);
        foreach (string name in options.MoreWorkspaces)
        {
            new WorkspaceRules(workspaces.Add(name), options.Seed).Plan(options.InitialHistory / 10, options.GeneratedAlertsPerMinute / 10, start);
        }

        foreach (SimulatedWorld each in workspaces.All)
        {
            runs.Repeat(each.Schedule);
        }

        world.Advance();
    }

    /// <summary>What a world follows from, besides the times at which it ran.</summary>
    private static string MadeOf(SimulatorOptions options) => string.Join(' ', Path.GetFileName(options.DataDirectory), string.Create(
        CultureInfo.InvariantCulture,
        $"{options.Seed} {options.InitialHistory} {options.GeneratedAlertsPerMinute} {options.GraphDelay:c} {options.LogAnalyticsDelay:c} {string.Join(',', options.MoreWorkspaces)}"));

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private WebApplication Host(SimulatorOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SimulatedCloud).Assembly.GetName().Name });
        builder.Services.AddRoutingCore();
        if (options.Log)
        {
            builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        }

        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 200_000_000;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(authority.Server);
            });
        });
        WebApplication host = builder.Build();
        Audiences audiences = Audiences.Of(options.Cloud);
        var middleware = new FaultMiddleware(faults, requests, time);
        host.Use(Stamp);
        host.Use(next => context => middleware.InvokeAsync(context, next));
        host.UseRouting();
        Routes.MapToken(host, new TokenEndpoint(Tenant, apps, audiences, tokens, () => world.Clock.HostNow));
        Routes.MapGraph(host, new GraphEndpoint(world, apps, tokens, audiences, graphLimits, options.Cloud), world);
        Routes.MapExchange(host, new InvokeCommandEndpoint(world, apps, tokens, audiences));
        Routes.MapLogAnalytics(host, id => new QueryEndpoint(workspaces.ById(id), apps, tokens, audiences, logLimits));
        Routes.MapArm(host, name => new ArmEndpoint(workspaces.ByName(name), apps, tokens, audiences, armLimits));
        ControlRoutes.Map(host, this);
        Routes.MapUnknown(host);
        return host;
    }

    /// <summary>Gives every request an id and a time, and every answer the id in the headers the services use.</summary>
    private Task Stamp(HttpContext context, RequestDelegate next)
    {
        string id = Guid.NewGuid().ToString();
        context.Items["request-id"] = id;
        context.Items["now"] = world.Clock.HostNow;
        context.Response.Headers["request-id"] = id;
        context.Response.Headers["x-ms-request-id"] = id;
        context.Response.Headers["x-ms-correlation-request-id"] = id;
        return next(context);
    }

    /// <summary>Requests advance the world by themselves; this keeps an idle world from having much to catch up.</summary>
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                lock (world.Gate)
                {
                    world.Advance();
                }

                runs.Mark(world.Clock.Now);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposal ends the loop.
        }
    }
}
