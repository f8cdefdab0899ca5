using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dropzone.Ledger.Bench.Polling;

/// <summary>The product's own pollers in this process, over a ledger of their own.</summary>
internal sealed class PolledLedger : IAsyncDisposable
{
    private static readonly Actor Bench = new(ActorKind.Automation, "bench");
    private readonly CancellationTokenSource stop = new();
    private readonly LeaseSession session;
    private readonly Task run;

    private PolledLedger(LedgerDatabase database, Pollers pollers, LeaseSession session)
    {
        (Database, Pollers, this.session) = (database, pollers, session);
        run = pollers.RunAsync(session, stop.Token);
    }

    public LedgerDatabase Database { get; }

    public Pollers Pollers { get; }

    /// <summary>Configures connectors of Defender alerts and begins to poll them.</summary>
    public static async Task<PolledLedger> StartAsync(
        BenchDatabase prepared, SimulatorProcess cloud, int connectors, TimeSpan interval, CancellationToken cancellation)
    {
        var database = prepared.Open();
        for (var i = 0; i < connectors; i++)
        {
            var id = $"c{i}";
            var settings = new Microsoft365Settings
            {
                Credentials = new() { ClientId = cloud.Credentials.ClientId, TenantId = cloud.Credentials.TenantId },
                PollInterval = interval,
                
                // The overlap reaches over everything, so that each poll receives the whole page of known alerts.
                LogIngestionDelay = TimeSpan.FromDays(30),
                PollLookback = TimeSpan.FromDays(30),
            };
            await database.Log.AppendAsync(
                new AppendRequest
                {
                    Tenant = BenchDatabase.Tenant,
                    Mode = AppendMode.Command,
                    Streams =
                    [
                        new StreamAppend(StreamId.Connector(id), "connector", 0,
                        [
                            Event(new ConnectorConfigured { Connector = id, Revision = 1, Settings = settings, By = Bench }),
                            Event(new ConnectorEnabled { Connector = id, By = Bench }),
                        ]),
                    ],
                },
                cancellation);
        }

        // As if each connector had a directory of its own: the published limits hold for a directory.
        var budgets = new RequestBudgets(TimeProvider.System, new RequestLimits().With("graph", 1_000_000));
        var pollers = new Pollers(
            database,
            (_, _, _) => Task.FromResult(CloudConnection.Open(cloud.Endpoints, cloud.Credentials, budgets: budgets).Match<SourceConnection>(
                connection => new SourceConnection.Connected(connection),
                error => new SourceConnection.Refused(error.Code, error.Detail ?? "", error.WhatToDo))),
            new PollerServices(budgets),
            TimeProvider.System,
            NullLoggerFactory.Instance);
        return new PolledLedger(database, pollers, await database.OpenLeaseSessionAsync(cancellation));
    }

    /// <summary>The cursors of all connectors.</summary>
    public async Task<IReadOnlyList<PollCursor>> CursorsAsync(CancellationToken cancellation) =>
        [.. (await Database.Cursors.ListAsync(BenchDatabase.Tenant, "poll/", cancellation)).Select(row => PollCursor.FromJson(row.State.Span))];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run;
        await session.DisposeAsync();
        await Database.DisposeAsync();
        stop.Dispose();
    }

    private static EventToAppend Event(LedgerEvent e)
    {
        var encoded = EventCodec.Encode(e);
        return new EventToAppend(Guid.NewGuid(), encoded.Alias, encoded.Data);
    }
}
