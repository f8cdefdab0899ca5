using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.PostgresFixture;
using Dropzone.Ledger.Simulator;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dropzone.Ledger.Ingestion.Tests.Setup;

/// <summary>A migrated database and an empty simulated cloud over TLS, for one test class.</summary>
public sealed class PollingWorld : IAsyncLifetime
{
    public const string Tenant = "default";
    private static readonly Actor Somebody = new(ActorKind.Person, "tester");

    private TestDatabase database = null!;
    private int connectors;

    public LedgerDatabase Database { get; private set; } = null!;

    public SimulatedCloud Cloud { get; private set; } = null!;

    public string? Secret { get; set; }

    public Pollers Pollers { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        database = await PostgresServer.Shared.CreateDatabaseAsync("ingestion", async connection =>
        {
            await using var ledger = new LedgerDatabase(LedgerConnections.From(connection), TimeProvider.System);
            await ledger.MigrateAsync();
        });
        Database = OpenDatabase();
        Cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, GraphDelay = TimeSpan.Zero, LogAnalyticsDelay = TimeSpan.Zero }, default);
        Pollers = NewPollers();
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await Cloud.DisposeAsync();
        await database.DisposeAsync();
    }

    public LedgerDatabase OpenDatabase() => new(LedgerConnections.From(database.ConnectionString), TimeProvider.System);

    public Pollers NewPollers(LedgerDatabase? own = null, PollerOptions? options = null, CountRecorded? recorded = null, RequestLimits? limits = null) =>
        new(own ?? Database, Connect, new PollerServices(limits is null ? NewBudgets() : new RequestBudgets(TimeProvider.System, limits), recorded), TimeProvider.System, NullLoggerFactory.Instance, (options ?? new()) with
        {
            Rescan = TimeSpan.FromMilliseconds(300),
        });

    /// <summary>Budgets that do not slow a test down.</summary>
    public static RequestBudgets NewBudgets() => new(
        TimeProvider.System, new RequestLimits().With("graph", 100_000).With("log-analytics", 100_000).With("resource-manager", 100_000));

    /// <summary>A new enabled connector of its own name.</summary>
    public async Task<string> AddAsync(Func<Microsoft365Settings, Microsoft365Settings>? change = null)
    {
        var settings = new Microsoft365Settings
        {
            Credentials = Credentials(),
            PollInterval = TimeSpan.FromMilliseconds(300),
            PollLookback = TimeSpan.FromDays(2),
        };
        return await AddAsync("defender", (change ?? (s => s))(settings));
    }

    public async Task<string> AddSentinelAsync(Func<SentinelSettings, SentinelSettings>? change = null)
    {
        var there = Cloud.Tenant;
        var settings = new SentinelSettings
        {
            Credentials = Credentials(),
            PollInterval = TimeSpan.FromMilliseconds(300),
            PollLookback = TimeSpan.FromDays(2),
            Workspaces = [new(there.WorkspaceName, there.WorkspaceId.ToString(), there.SubscriptionId.ToString(), there.ResourceGroup)],
        };
        return await AddAsync("sentinel", (change ?? (s => s))(settings));
    }

    public async Task AppendAsync(string connector, params ConnectorEvent[] events)
    {
        var outcome = await Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = Tenant,
            Mode = AppendMode.Command,
            Streams = [new StreamAppend(StreamId.Connector(connector), "connector", null, [.. events.Select(e => Encode(e))])],
        });
        Assert.IsType<AppendOutcome.Appended>(outcome);
    }

    public Task ConfigureAsync(string connector, int revision, ConnectorSettings settings) =>
        AppendAsync(connector, new ConnectorConfigured { Connector = connector, Revision = revision, Settings = settings, By = Somebody });

    public Task DisableAsync(string connector) => AppendAsync(connector, new ConnectorDisabled { Connector = connector, By = Somebody });

    public async Task<ResourceOutcome> PollAsync(string connector, Pollers? by = null)
    {
        var outcome = await (by ?? Pollers).PollOnceAsync(Tenant, connector);
        return Assert.IsType<PollOutcome.Polled>(outcome).Resources[0];
    }

    /// <summary>Polls, and answers what each resource came to.</summary>
    public async Task<IReadOnlyList<ResourceOutcome>> PollAllAsync(string connector, Pollers? by = null) =>
        Assert.IsType<PollOutcome.Polled>(await (by ?? Pollers).PollOnceAsync(Tenant, connector)).Resources;

    public async Task<IReadOnlyList<LedgerEvent>> EventsAsync(string stream) =>
        [.. (await Database.Log.ReadStreamAsync(Tenant, stream)).Select(e => EventCodec.Decode(e.Type, e.Data.Span))];

    public Task<IReadOnlyList<LedgerEvent>> AlertAsync(string connector, string id, string kind = AlertKind.DefenderAlert) =>
        EventsAsync(StreamId.Alert(connector, kind, id));

    public async Task<AlertState?> StateAsync(string connector, string id, string kind = AlertKind.DefenderAlert) =>
        AlertState.Fold((await Database.Log.ReadStreamAsync(Tenant, StreamId.Alert(connector, kind, id)))
            .Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)));

    /// <summary>The ids of the connector's alerts in the ledger.</summary>
    public async Task<IReadOnlyList<string>> IngestedAsync(string connector) =>
        [.. (await Database.Log.ReadLogAsync(Tenant, 0, int.MaxValue, new LogFilter(["alert_ingested"])))
            .Select(e => (AlertIngested)EventCodec.Decode(e.Type, e.Data.Span))
            .Where(e => e.Connector == connector)
            .Select(e => e.SourceId)];

    public async Task<PollCursor> CursorAsync(string connector, string resource = "alerts") =>
        PollCursor.FromJson((await Database.Cursors.ReadAsync(Tenant, PollCursor.NameOf(connector, resource)))!.State.Span);

    /// <summary>The cursor, or a fresh one before the first poll.</summary>
    public async Task<PollCursor> CursorAfterAsync(string connector, string resource = "alerts") =>
        await Database.Cursors.ReadAsync(Tenant, PollCursor.NameOf(connector, resource)) is { } row ? PollCursor.FromJson(row.State.Span) : PollCursor.New;

    public CloudConnection OpenCloud(string? secret = null) => Connected(secret ?? Secret ?? Cloud.Tenant.ClientSecret);

    /// <summary>Waits for the log itself to say it.</summary>
    public async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var batches = Database.Log.FollowAsync(Tenant, 0, 10_000, patience.Token).GetAsyncEnumerator(patience.Token);
        while (!await condition())
        {
            Assert.True(await batches.MoveNextAsync());
        }

        await batches.DisposeAsync();
    }

    public async Task<T> AdminAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static EventToAppend Encode(LedgerEvent e)
    {
        var encoded = EventCodec.Encode(e);
        return new EventToAppend(Guid.NewGuid(), encoded.Alias, encoded.Data);
    }

    private async Task<string> AddAsync(string prefix, ConnectorSettings settings)
    {
        var id = $"{prefix}-{Interlocked.Increment(ref connectors)}";
        await AppendAsync(
            id,
            new ConnectorConfigured { Connector = id, Revision = 1, Settings = settings, By = Somebody },
            new ConnectorEnabled { Connector = id, By = Somebody });
        return id;
    }

    private ConnectorCredentials Credentials() =>
        new() { ClientId = Cloud.Tenant.ClientId.ToString(), TenantId = Cloud.Tenant.TenantId.ToString() };

    private Task<SourceConnection> Connect(string tenant, ConnectorState connector, CancellationToken cancellation) =>
        Task.FromResult<SourceConnection>(Secret == ""
            ? new SourceConnection.Refused("secret-missing", "No secret is stored.", "Enter the client secret.")
            : new SourceConnection.Connected(OpenCloud()));

    private CloudConnection Connected(string secret)
    {
        var at = Cloud.BaseAddress;
        var endpoints = new EndpointSet(
            "simulated",
            at,
            new CloudEndpoint(at, "https://graph.microsoft.com/.default"),
            new CloudEndpoint(at, "https://api.loganalytics.io/.default"),
            new CloudEndpoint(at, "https://management.azure.com/.default"),
            [])
        {
            TrustedRoot = Cloud.CertificateAuthority,
            Exchange = new CloudEndpoint(at, "https://outlook.office365.com/.default"),
        };
        var opened = CloudConnection.Open(
            endpoints,
            new CloudCredentials(Cloud.Tenant.TenantId.ToString(), Cloud.Tenant.ClientId.ToString(), new CloudKey.ClientSecret(secret)),
            new CloudConnectionOptions { Retries = 0, FirstDelay = TimeSpan.FromMilliseconds(10), LongestServerDelay = TimeSpan.Zero });
        return opened.TryGet(out var connection, out var error) ? connection : throw new InvalidOperationException(error.Detail);
    }
}
