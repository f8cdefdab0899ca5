using System.Text.Json.Nodes;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.PostgresFixture;
using Dropzone.Ledger.Simulator;
using Npgsql;
using SentinelWorkspace = Dropzone.Ledger.Domain.Connectors.SentinelWorkspace;

namespace Dropzone.Ledger.TicketSync.Tests.Setup;

/// <summary>A migrated database, an empty simulated cloud over TLS, and one connector that writes back.</summary>
public sealed class TicketWorld : IAsyncLifetime
{
    public const string Tenant = "default";
    public const string Connector = "sentinel";

    public static readonly Actor Analyst = new(ActorKind.Person, "dana");
    public static readonly Actor Program = new(ActorKind.Automation, "agent");

    private readonly ErrorLog errors = new();
    private TestDatabase database = null!;
    private CancellationTokenSource? stopping;
    private LeaseSession? session;
    private Task running = Task.CompletedTask;
    private int incidents;
    private int revision;

    public LedgerDatabase Database { get; private set; } = null!;

    public SimulatedCloud Cloud { get; private set; } = null!;

    public static TicketSyncOptions Fast { get; } = new()
    {
        FirstWait = TimeSpan.FromMilliseconds(20),
        LongestWait = TimeSpan.FromMilliseconds(200),
        ConflictWait = TimeSpan.FromMilliseconds(5),
        SweepEvery = TimeSpan.FromHours(1),
        Rescan = TimeSpan.FromMilliseconds(100),
    };

    public async Task InitializeAsync()
    {
        database = await PostgresServer.Shared.CreateDatabaseAsync("tickets", async connection =>
        {
            await using var ledger = new LedgerDatabase(LedgerConnections.From(connection), TimeProvider.System);
            await ledger.MigrateAsync();
        });
        Database = new LedgerDatabase(LedgerConnections.From(database.ConnectionString), TimeProvider.System);
        Cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, GraphDelay = TimeSpan.Zero, LogAnalyticsDelay = TimeSpan.Zero }, default);
        await ConfigureAsync();
        await AppendAsync(StreamId.Connector(Connector), "connector", null, new ConnectorEnabled { Connector = Connector, By = Analyst });
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await Database.DisposeAsync();
        await Cloud.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>Settings of another revision.</summary>
    public Task ConfigureAsync(TicketSyncSettings? sync = null) => AppendAsync(
        StreamId.Connector(Connector),
        "connector",
        null,
        new ConnectorConfigured
        {
            Connector = Connector,
            Revision = ++revision,
            By = Analyst,
            Settings = new SentinelSettings
            {
                Credentials = new() { ClientId = Cloud.Tenant.ClientId.ToString(), TenantId = Cloud.Tenant.TenantId.ToString() },
                Workspaces =
                [
                    new SentinelWorkspace(
                        Cloud.Tenant.WorkspaceName, Cloud.Tenant.WorkspaceId.ToString(), Cloud.Tenant.SubscriptionId.ToString(), Cloud.Tenant.ResourceGroup),
                ],
                TicketSync = sync ?? new TicketSyncSettings { UpdateStatusOnInvestigationChange = true },
            },
        });

    /// <summary>An incident at Sentinel that the ledger has seen.</summary>
    public async Task<TicketReference> IncidentAsync(string? extra = null)
    {
        var name = $"00000000-0000-4000-8000-{++incidents:d12}";
        Cloud.PublishSentinelIncident(Records.Incident(name, Cloud.Now, extra), []);
        var modified = JsonNode.Parse(Cloud.ShowIncident(name)!)!["properties"]!["lastModifiedTimeUtc"]!.ToString();
        var facts = new AlertFacts { Title = "Collection activity on one endpoint", Severity = "Medium", Status = "New", Workspace = Cloud.Tenant.WorkspaceName };
        await AppendAsync(
            StreamOf(name),
            "alert",
            0,
            new AlertIngested
            {
                Connector = Connector,
                Kind = AlertKind.SentinelIncident,
                SourceId = name,
                Version = new SourceVersion("1", "2026-01-01T00:00:00Z"),
                Facts = facts with { ModifiedAt = modified },
                Mapper = 1,
                Origin = Origin.Live,
                ObservedAt = DateTimeOffset.UnixEpoch,
            });
        return new TicketReference(Connector, Cloud.Tenant.WorkspaceName, name);
    }

    /// <summary>Moves the investigation of an incident's alert; answers the event's id.</summary>
    public async Task<Guid> MoveAsync(
        TicketReference ticket, InvestigationStatus to, Conclusion? conclusion = null, Actor? by = null, string? reason = null, params TicketReference[] more)
    {
        var stream = StreamOf(ticket.Incident);
        while (true)
        {
            var stored = await Database.Log.ReadStreamAsync(Tenant, stream);
            var state = AlertState.Fold(stored.Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)))!;
            var decided = InvestigationDecider.ChangeStatus(state, new ChangeStatus(to, conclusion, by ?? Analyst, reason, [ticket, .. more]));
            if (decided is not InvestigationOutcome.Accepted { Events: [var change] })
            {
                return Guid.Empty;
            }

            var id = Guid.NewGuid();
            if (await TryAppendAsync(stream, "alert", stored.Count, (id, change)) is AppendOutcome.Appended)
            {
                return id;
            }
        }
    }

    /// <summary>Starts the write-back.</summary>
    public async Task StartAsync(TicketSyncOptions? options = null, ITicketBudget? budget = null)
    {
        stopping = new CancellationTokenSource();
        session = await Database.OpenLeaseSessionAsync();
        running = Workers(options, budget).RunAsync(session, stopping.Token);
    }

    public async Task StopAsync()
    {
        if (stopping is not null)
        {
            await stopping.CancelAsync();
            await running;
            await session!.DisposeAsync();
            stopping.Dispose();
            stopping = null;
            Assert.Empty(errors.Errors);
        }
    }

    /// <summary>Ends the sessions that hold leases, as the server does with those that have gone silent.</summary>
    public async Task EndLeaseSessionsAsync()
    {
        await using var admin = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = admin.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ledger-leases' and datname = current_database()");
        await command.ExecuteNonQueryAsync();
    }

    public TicketSyncWorkers Workers(TicketSyncOptions? options = null, ITicketBudget? budget = null, LedgerDatabase? own = null) =>
        new(own ?? Database, Connect, budget ?? new NoBudget(), TimeProvider.System, errors, options ?? Fast);

    /// <summary>Events of an incident's alert.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> EventsAsync(TicketReference ticket) =>
        [.. (await Database.Log.ReadStreamAsync(Tenant, StreamOf(ticket.Incident))).Select(e => EventCodec.Decode(e.Type, e.Data.Span))];

    public async Task<AlertState> StateAsync(TicketReference ticket) => AlertState.Fold(
        (await Database.Log.ReadStreamAsync(Tenant, StreamOf(ticket.Incident))).Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)))!;

    /// <summary>Waits until so many intents of an alert were made and none waits.</summary>
    public async Task<AlertState> SettledAsync(TicketReference ticket, int intents = 1)
    {
        var state = await StateAsync(ticket);
        await WaitForAsync(async () =>
        {
            state = await StateAsync(ticket);
            return state.Tickets.Count >= intents && !state.OpenTickets.Any();
        });
        return state;
    }

    /// <summary>The last event of a kind.</summary>
    public async Task<T> LastAsync<T>(TicketReference ticket)
        where T : LedgerEvent => (await EventsAsync(ticket)).OfType<T>().Last();

    public JsonNode Shown(TicketReference ticket) => JsonNode.Parse(Cloud.ShowIncident(ticket.Incident)!)!["properties"]!;

    /// <summary>Waits for the log itself to say it.</summary>
    public async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var batches = Database.Log.FollowAsync(Tenant, 0, 10_000, patience.Token).GetAsyncEnumerator(patience.Token);
        try
        {
            while (!await condition())
            {
                Assert.True(await batches.MoveNextAsync());
            }
        }
        catch (OperationCanceledException)
        {
            var all = await Database.Log.ReadLogAsync(Tenant, 0, 1000);
            Assert.Fail("It never came about. The log ends in:\n" + string.Join('\n', all.TakeLast(12).Select(e => $"{e.Position} {e.Stream} {e.Type}"))
                + "\nIts streams: " + string.Join("; ", all.GroupBy(e => e.Stream, StringComparer.Ordinal).Select(g => g.Key[^3..] + " " + string.Join(",", g.CountBy(e => e.Type).Select(c => c.Key + "=" + c.Value)))));
        }
    }

    /// <summary>Waits until a fault has struck.</summary>
    public async Task WaitForFaultAsync(string id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < 4000 && !Cloud.Faults.Any(f => f.Fault.Id == id && f.Hits > 0); i++)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public Task AppendAsync(string stream, string type, long? version, params LedgerEvent[] events) =>
        TryAppendAsync(stream, type, version, [.. events.Select(e => (Guid.NewGuid(), e))]);

    public static string StreamOf(string incident) => StreamId.Alert(Connector, AlertKind.SentinelIncident, incident);

    internal Task<TicketConnection> Connect(string tenant, ConnectorState connector, CancellationToken cancellation)
    {
        var at = Cloud.BaseAddress;
        var endpoints = new EndpointSet(
            "simulated",
            at,
            new CloudEndpoint(at, "https://graph.microsoft.com/.default"),
            new CloudEndpoint(at, "https://api.loganalytics.io/.default"),
            new CloudEndpoint(at, "https://management.azure.com/.default"),
            []) { TrustedRoot = Cloud.CertificateAuthority };
        var opened = CloudConnection.Open(
            endpoints,
            new CloudCredentials(Cloud.Tenant.TenantId.ToString(), Cloud.Tenant.ClientId.ToString(), new CloudKey.ClientSecret(Cloud.Tenant.ClientSecret)),
            new CloudConnectionOptions { Retries = 0, FirstDelay = TimeSpan.FromMilliseconds(10), LongestServerDelay = TimeSpan.Zero });
        return Task.FromResult(opened.Match<TicketConnection>(
            c => new TicketConnection.Connected(c), e => new TicketConnection.Refused(TicketProblem.Of(e))));
    }

    private async Task<AppendOutcome> TryAppendAsync(string stream, string type, long? version, params (Guid Id, LedgerEvent Event)[] events) =>
        await Database.Log.AppendAsync(new AppendRequest
        {
            Tenant = Tenant,
            Mode = AppendMode.Command,
            Streams =
            [
                new StreamAppend(stream, type, version, [.. events.Select(e =>
                {
                    var form = EventCodec.Encode(e.Event);
                    return new EventToAppend(e.Id, form.Alias, form.Data);
                })]),
            ],
        });

    private sealed class NoBudget : ITicketBudget
    {
        public ValueTask AcquireAsync(string directory, bool writes, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
