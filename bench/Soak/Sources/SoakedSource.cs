using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dropzone.Ledger.Bench.Soak.Sources;

/// <summary>One simulated cloud, connectors to it and a ledger of its own, under a clock that the scenario moves.</summary>
internal sealed class SoakedSource(SimulatedCloud cloud, LedgerDatabase database, MovedClock clock) : IAsyncDisposable
{
    public const string Connector = "soak";
    private static readonly Actor Bench = new(ActorKind.Automation, "bench");
    private Pollers? pollers;

    public SimulatedCloud Cloud => cloud;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Starts a cloud and a ledger with one connector of Defender alerts.</summary>
    public static async Task<SoakedSource> StartAsync(BenchServer server, string name, TimeSpan overlap, CancellationToken cancellation)
    {
        var source = await StartAsync(server, name, cancellation);
        await source.AddAsync(Connector, there => new Microsoft365Settings
        {
            Credentials = Credentials(there),
            PollInterval = TimeSpan.FromMilliseconds(500),
            LogIngestionDelay = overlap,
            PollLookback = TimeSpan.FromDays(2),
        });
        return source;
    }

    /// <summary>Starts a cloud and a ledger without connectors.</summary>
    public static async Task<SoakedSource> StartAsync(BenchServer server, string name, CancellationToken cancellation)
    {
        var clock = new MovedClock();
        var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, GraphDelay = TimeSpan.Zero, LogAnalyticsDelay = TimeSpan.Zero }, cancellation);
        var source = new SoakedSource(cloud, (await server.DatabaseAsync(name.Replace('-', '_'), cancellation)).Open(), clock);
        source.Restart();
        return source;
    }

    /// <summary>Adds an enabled connector.</summary>
    public Task AddAsync(string connector, Func<SimulatedTenant, ConnectorSettings> settings) => AppendAsync(
        connector,
        new ConnectorConfigured { Connector = connector, Revision = 1, By = Bench, Settings = settings(cloud.Tenant) },
        new ConnectorEnabled { Connector = connector, By = Bench });

    /// <summary>Signs in to the cloud.</summary>
    public static ConnectorCredentials Credentials(SimulatedTenant there) => new() { ClientId = there.ClientId.ToString(), TenantId = there.TenantId.ToString() };

    /// <summary>Pollers that remember nothing but what the ledger holds.</summary>
    public void Restart()
    {
        var budgets = new RequestBudgets(TimeProvider.System, new RequestLimits().With("graph", 1_000_000).With("log-analytics", 1_000_000).With("resource-manager", 1_000_000));
        pollers = new Pollers(database, (_, _, _) => Task.FromResult(Open(budgets)), new PollerServices(budgets), clock, NullLoggerFactory.Instance);
    }

    /// <summary>Moves the clocks of the ledger and of the source.</summary>
    public void Move(TimeSpan by)
    {
        clock.Move(by);
        cloud.ShiftTime(by);
    }

    public async Task<ResourceOutcome> PollAsync(CancellationToken cancellation, string connector = Connector) =>
        await pollers!.PollOnceAsync(BenchDatabase.Tenant, connector, cancellation) is PollOutcome.Polled { Resources: [var first, ..] }
            ? first
            : throw new InvalidOperationException("The connector was not polled.");

    /// <summary>Polls until nothing fails, nothing is left over and no gap is open.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        for (var poll = 0; poll < 500; poll++)
        {
            var outcome = await PollAsync(cancellation);
            if (outcome.Failure is null && await CursorAsync(cancellation) is { Live: null, Reconcile: null, Gaps.Count: 0 })
            {
                return;
            }

            Move(TimeSpan.FromSeconds(5));
        }

        throw new InvalidOperationException("The connector never caught up.");
    }

    /// <summary>Lets the pollers run until a backfill of a stretch has ended.</summary>
    public async Task BackfillAsync(SourceWindow window, CancellationToken cancellation)
    {
        await AppendAsync(Connector, new BackfillRequested { Connector = Connector, Window = window, By = Bench });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var session = await database.OpenLeaseSessionAsync(cancellation);
        var run = pollers!.RunAsync(session, stop.Token);
        while (!(await EventsAsync(["backfill_completed"], cancellation)).Any())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
        }

        await stop.CancelAsync();
        await run;
    }

    /// <summary>One alert of the source; <paramref name="modified"/> is its last update.</summary>
    public static string Alert(string id, DateTimeOffset modified, int version = 0) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["id"] = id,
        ["status"] = "new",
        ["severity"] = version % 2 == 0 ? "medium" : "high",
        ["serviceSource"] = "microsoftDefenderForEndpoint",
        ["title"] = $"Archive tool run from a temporary folder, version {version}",
        ["createdDateTime"] = Time(modified.AddMinutes(-5)),
        ["lastUpdateDateTime"] = Time(modified),
    });

    public async Task<PollCursor> CursorAsync(CancellationToken cancellation, string connector = Connector, string resource = "alerts") =>
        await database.Cursors.ReadAsync(BenchDatabase.Tenant, PollCursor.NameOf(connector, resource), cancellation) is { } row
            ? PollCursor.FromJson(row.State.Span)
            : PollCursor.New;

    public async Task<IReadOnlyList<(string Stream, LedgerEvent Event)>> EventsAsync(IReadOnlyList<string> types, CancellationToken cancellation) =>
        [.. (await database.Log.ReadLogAsync(BenchDatabase.Tenant, 0, int.MaxValue, new LogFilter([.. types]), cancellation))
            .Select(e => (e.Stream, EventCodec.Decode(e.Type, e.Data.Span)))];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await cloud.DisposeAsync();
    }

    private SourceConnection Open(RequestBudgets budgets)
    {
        var at = cloud.BaseAddress;
        var endpoints = new EndpointSet(
            "simulated", at, new CloudEndpoint(at, Clouds.Public.Graph.Scope), new CloudEndpoint(at, Clouds.Public.LogAnalytics.Scope),
            new CloudEndpoint(at, Clouds.Public.ResourceManager.Scope), []) { TrustedRoot = cloud.CertificateAuthority };
        var credentials = new CloudCredentials(
            cloud.Tenant.TenantId.ToString(), cloud.Tenant.ClientId.ToString(), new CloudKey.ClientSecret(cloud.Tenant.ClientSecret));
        return CloudConnection.Open(endpoints, credentials, new CloudConnectionOptions { Retries = 0, LongestServerDelay = TimeSpan.Zero }, budgets: budgets)
            .Match<SourceConnection>(c => new SourceConnection.Connected(c), e => new SourceConnection.Refused(e.Code, e.Detail ?? "", e.WhatToDo));
    }

    private async Task AppendAsync(string connector, params ConnectorEvent[] events)
    {
        var encoded = events.Select(e => EventCodec.Encode(e)).Select(e => new EventToAppend(Guid.NewGuid(), e.Alias, e.Data));
        await database.Log.AppendAsync(new AppendRequest
        {
            Tenant = BenchDatabase.Tenant, Mode = AppendMode.Command, Streams = [new StreamAppend(StreamId.Connector(connector), "connector", null, [.. encoded])],
        });
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The machine's clock, moved on; timers stay the machine's.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long moved;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref moved));

    public void Move(TimeSpan by) => Interlocked.Add(ref moved, by.Ticks);
}
