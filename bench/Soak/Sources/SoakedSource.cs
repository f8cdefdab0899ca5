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

/// <summary>One simulated cloud, one connector of Defender alerts and a ledger of its own, under a clock that the scenario moves.</summary>
internal sealed class SoakedSource(SimulatedCloud cloud, LedgerDatabase database, MovedClock clock) : IAsyncDisposable
{
    private const string Connector = "soak";
    private static readonly Actor Bench = new(ActorKind.Automation, "bench");
    private Pollers? pollers;

    public SimulatedCloud Cloud => cloud;

    public DateTimeOffset Now => clock.GetUtcNow();

    public static async Task<SoakedSource> StartAsync(BenchServer server, string name, TimeSpan overlap, CancellationToken cancellation)
    {
        var clock = new MovedClock();
        var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, GraphDelay = TimeSpan.Zero }, cancellation);
        var source = new SoakedSource(cloud, (await server.DatabaseAsync(name.Replace('-', '_'), cancellation)).Open(), clock);
        await source.AppendAsync(
            new ConnectorConfigured
            {
                Connector = Connector,
                Revision = 1,
                By = Bench,
                Settings = new Microsoft365Settings
                {
                    Credentials = new() { ClientId = cloud.Tenant.ClientId.ToString(), TenantId = cloud.Tenant.TenantId.ToString() },
                    PollInterval = TimeSpan.FromMilliseconds(500),
                    LogIngestionDelay = overlap,
                    PollLookback = TimeSpan.FromDays(2),
                },
            },
            new ConnectorEnabled { Connector = Connector, By = Bench });
        source.Restart();
        return source;
    }

    /// <summary>Pollers that remember nothing but what the ledger holds.</summary>
    public void Restart()
    {
        var budgets = new RequestBudgets(TimeProvider.System, new RequestLimits().With("graph", 1_000_000));
        pollers = new Pollers(database, (_, _, _) => Task.FromResult(Open(budgets)), new PollerServices(budgets), clock, NullLoggerFactory.Instance);
    }

    /// <summary>Moves the clocks of the ledger and of the source.</summary>
    public void Move(TimeSpan by)
    {
        clock.Move(by);
        cloud.ShiftTime(by);
    }

    public async Task<ResourceOutcome> PollAsync(CancellationToken cancellation) =>
        await pollers!.PollOnceAsync(BenchDatabase.Tenant, Connector, cancellation) is PollOutcome.Polled { Resources: [var only] }
            ? only
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
        await AppendAsync(new BackfillRequested { Connector = Connector, Window = window, By = Bench });
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

    public async Task<PollCursor> CursorAsync(CancellationToken cancellation) =>
        await database.Cursors.ReadAsync(BenchDatabase.Tenant, PollCursor.NameOf(Connector, "alerts"), cancellation) is { } row
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

    private async Task AppendAsync(params ConnectorEvent[] events)
    {
        var encoded = events.Select(e => EventCodec.Encode(e)).Select(e => new EventToAppend(Guid.NewGuid(), e.Alias, e.Data));
        await database.Log.AppendAsync(new AppendRequest
        {
            Tenant = BenchDatabase.Tenant, Mode = AppendMode.Command, Streams = [new StreamAppend(StreamId.Connector(Connector), "connector", null, [.. encoded])],
        });
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The machine's clock, moved on; timers stay the machine's.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long moved;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref moved));

    public void Move(TimeSpan by) => Interlocked.Add(ref moved, by.Ticks);
}
