using System.Globalization;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;
using Dropzone.Ledger.TicketSync;
using Microsoft.Extensions.Logging.Abstractions;
using SentinelWorkspace = Dropzone.Ledger.Domain.Connectors.SentinelWorkspace;

namespace Dropzone.Ledger.Bench.Tickets;

/// <summary>A ledger whose write-back runs in this process, a simulated cloud, and incidents that both know.</summary>
internal sealed class WrittenLedger : IAsyncDisposable
{
    private const string Connector = "sentinel";
    private static readonly Actor Person = new(ActorKind.Person, "bench");

    private readonly CancellationTokenSource stop = new();
    private readonly LedgerDatabase database;
    private readonly RequestBudgets budgets;
    private readonly Dictionary<string, (InvestigationStatus Status, long Version)> moved = new(StringComparer.Ordinal);
    private LeaseSession? session;
    private Task running = Task.CompletedTask;

    private WrittenLedger(BenchDatabase place, SimulatedCloud cloud, RequestLimits limits)
    {
        (Cloud, database) = (cloud, place.Open());
        budgets = new RequestBudgets(TimeProvider.System, limits);
    }

    /// <summary>The other side.</summary>
    public SimulatedCloud Cloud { get; }

    /// <summary>The incidents.</summary>
    public IReadOnlyList<string> Incidents { get; private set; } = [];

    /// <summary>Starts the cloud, fills both sides, and starts the write-back as the product runs it.</summary>
    public static async Task<WrittenLedger> StartAsync(BenchRun run, int incidents, RequestLimits limits, CancellationToken cancellation)
    {
        var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { InitialHistory = 0, GeneratedAlertsPerMinute = 0, GraphDelay = TimeSpan.Zero, LogAnalyticsDelay = TimeSpan.Zero }, cancellation);
        var ledger = new WrittenLedger(await run.EmptyAsync(cancellation), cloud, limits);
        await ledger.FillAsync(incidents, cancellation);
        ledger.session = await ledger.database.OpenLeaseSessionAsync(cancellation);
        ledger.running = new TicketSyncWorkers(
            ledger.database, ledger.ConnectAsync, new SharedTicketBudget(ledger.budgets, TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance)
            .RunAsync(ledger.session, ledger.stop.Token);
        return ledger;
    }

    /// <summary>Moves an investigation there and back again, as the command does it: on the version that it was decided on.</summary>
    public async Task MoveAsync(string incident, CancellationToken cancellation)
    {
        var (status, version) = moved[incident];
        var to = status == InvestigationStatus.InProgress ? InvestigationStatus.Queued : InvestigationStatus.InProgress;
        var change = new InvestigationStatusChanged
        {
            From = status, To = to, By = Person, Tickets = [new TicketReference(Connector, Cloud.Tenant.WorkspaceName, incident)],
        };
        await AppendAsync(StreamOf(incident), "alert", version, change, cancellation);

        // The change, its intent and the outcome.
        moved[incident] = (to, version + 3);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
        await database.DisposeAsync();
        await Cloud.DisposeAsync();
        stop.Dispose();
    }

    private static string StreamOf(string incident) => StreamId.Alert(Connector, AlertKind.SentinelIncident, incident);

    private async Task FillAsync(int incidents, CancellationToken cancellation)
    {
        var settings = new SentinelSettings
        {
            Credentials = new() { ClientId = Cloud.Tenant.ClientId.ToString(), TenantId = Cloud.Tenant.TenantId.ToString() },
            Workspaces =
            [
                new SentinelWorkspace(
                    Cloud.Tenant.WorkspaceName, Cloud.Tenant.WorkspaceId.ToString(), Cloud.Tenant.SubscriptionId.ToString(), Cloud.Tenant.ResourceGroup),
            ],
            TicketSync = new TicketSyncSettings { UpdateStatusOnInvestigationChange = true },
        };
        var stream = StreamId.Connector(Connector);
        await AppendAsync(stream, "connector", 0, new ConnectorConfigured { Connector = Connector, Revision = 1, By = Person, Settings = settings }, cancellation);
        await AppendAsync(stream, "connector", 1, new ConnectorEnabled { Connector = Connector, By = Person }, cancellation);
        Incidents = [.. Enumerable.Range(1, incidents).Select(static n => $"00000000-0000-4000-8000-{n:d12}")];
        foreach (var name in Incidents)
        {
            var at = Cloud.Now;
            Cloud.PublishSentinelIncident(Incident(name, at), []);
            await AppendAsync(StreamOf(name), "alert", 0, Ingested(name, Time(at)), cancellation);
            moved[name] = (InvestigationStatus.Queued, 1);
        }
    }

    private AlertIngested Ingested(string name, string at) => new()
    {
        Connector = Connector,
        Kind = AlertKind.SentinelIncident,
        SourceId = name,
        Version = new SourceVersion("1", at),
        Facts = new AlertFacts
        {
            Title = "Collection activity on one endpoint", Severity = "Medium", Status = "New", Workspace = Cloud.Tenant.WorkspaceName, ModifiedAt = at,
        },
        Mapper = 1,
        Origin = Origin.Live,
        ObservedAt = Cloud.Now,
    };

    private static string Incident(string name, DateTimeOffset at) => new JsonObject
    {
        ["id"] = $"/subscriptions/s/resourceGroups/r/providers/Microsoft.SecurityInsights/Incidents/{name}",
        ["name"] = name,
        ["type"] = "Microsoft.SecurityInsights/Incidents",
        ["properties"] = new JsonObject
        {
            ["title"] = "Collection activity on one endpoint",
            ["description"] = "Two files were packed and moved to a share.",
            ["severity"] = "Medium",
            ["status"] = "New",
            ["owner"] = new JsonObject { ["objectId"] = null, ["email"] = null, ["assignedTo"] = "triage@example.org", ["userPrincipalName"] = null, ["ownerType"] = "Unknown" },
            ["labels"] = new JsonArray(new JsonObject { ["labelName"] = "TICKET-88", ["labelType"] = "User" }),
            ["createdTimeUtc"] = Time(at),
            ["lastModifiedTimeUtc"] = Time(at),
            ["incidentNumber"] = 812,
            ["providerName"] = "Azure Sentinel",
            ["relatedAnalyticRuleIds"] = new JsonArray(),
            ["additionalData"] = new JsonObject { ["alertsCount"] = 0, ["commentsCount"] = 0, ["tactics"] = new JsonArray("Collection") },
        },
    }.ToJsonString();

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private async Task AppendAsync(string stream, string type, long version, LedgerEvent happened, CancellationToken cancellation)
    {
        var form = EventCodec.Encode(happened);
        var outcome = await database.Log.AppendAsync(
            new AppendRequest
            {
                Tenant = BenchDatabase.Tenant, Mode = AppendMode.Command, Streams = [new StreamAppend(stream, type, version, [new EventToAppend(Guid.NewGuid(), form.Alias, form.Data)])],
            },
            cancellation);
        if (outcome is not AppendOutcome.Appended)
        {
            throw new InvalidOperationException($"An event of {stream} was not appended: {outcome}");
        }
    }

    private Task<TicketConnection> ConnectAsync(string tenant, ConnectorState connector, CancellationToken cancellation)
    {
        var at = Cloud.BaseAddress;
        var endpoints = new EndpointSet(
            "simulated", at, new CloudEndpoint(at, Clouds.Public.Graph.Scope), new CloudEndpoint(at, Clouds.Public.LogAnalytics.Scope),
            new CloudEndpoint(at, Clouds.Public.ResourceManager.Scope), []) { TrustedRoot = Cloud.CertificateAuthority };
        var credentials = new CloudCredentials(
            Cloud.Tenant.TenantId.ToString(), Cloud.Tenant.ClientId.ToString(), new CloudKey.ClientSecret(Cloud.Tenant.ClientSecret));
        return Task.FromResult(CloudConnection.Open(endpoints, credentials, new CloudConnectionOptions { Retries = 0, LongestServerDelay = TimeSpan.Zero }, budgets: budgets)
            .Match<TicketConnection>(c => new TicketConnection.Connected(c), e => new TicketConnection.Refused(TicketProblem.Of(e))));
    }
}
