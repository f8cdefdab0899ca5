using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The pollers of this process: one for each enabled connector of each tenant whose lease it can take, so that in the whole cluster one
/// process polls a connector. Safe for concurrent use.
/// </summary>
public sealed class Pollers
{
    private readonly LedgerDatabase database;
    private readonly ConnectSource connect;
    private readonly TimeProvider time;
    private readonly PollerOptions options;
    private readonly ILogger logger;
    private readonly PollerServices services;
    private readonly PollWakes wakes;
    private readonly ConnectorStreams streams;
    private readonly ConcurrentDictionary<PollerKey, ConnectorState> known = new();
    private readonly ConcurrentDictionary<PollerKey, ConnectorPoller> running = new();

    /// <summary>Pollers over a database; nothing runs yet.</summary>
    public Pollers(
        LedgerDatabase database,
        ConnectSource connect,
        PollerServices services,
        TimeProvider time,
        ILoggerFactory loggers,
        PollerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        (this.database, this.connect, this.services, this.time, this.options) = (database, connect, services, time, options ?? new());
        logger = loggers.CreateLogger<Pollers>();
        wakes = new PollWakes(database, time, logger);
        streams = new ConnectorStreams(database);
    }

    /// <summary>
    /// Polls until cancelled or until the lease session is lost. Connectors that appear, change, are disabled or get another secret are
    /// noticed as their events arrive; leases of a process that died are taken over at the next scan. A clean stop writes pending coverage.
    /// </summary>
    public async Task RunAsync(LeaseSession session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Lost);
        using var signal = new SemaphoreSlim(0);
        var tasks = new Dictionary<PollerKey, Task>();
        var watches = new Dictionary<string, Task>(StringComparer.Ordinal);
        var hearing = wakes.HearAsync((tenant, connector) => TryRequest(new(tenant, connector), out _), both.Token);
        try
        {
            while (!both.IsCancellationRequested)
            {
                await WatchTenantsAsync(watches, signal, both.Token).ConfigureAwait(false);
                await StartAsync(session, tasks, cancellation).ConfigureAwait(false);
                await signal.WaitAsync(options.Rescan, both.Token).ConfigureAwait(false);
                while (signal.Wait(0, CancellationToken.None))
                {
                    // Several signals are one.
                }
            }
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The normal end.
        }
        finally
        {
            await both.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. tasks.Values, .. watches.Values, hearing])
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            known.Clear();
        }
    }

    /// <summary>
    /// Polls every resource of a connector until it is caught up or fails. A poller of this process is woken; else the lease is taken for
    /// this one poll; a poller of another process is woken too, but not waited for.
    /// </summary>
    public async Task<PollOutcome> PollOnceAsync(string tenant, string connector, CancellationToken cancellation = default)
    {
        var key = new PollerKey(tenant, connector);
        if (TryRequest(key, out var asked))
        {
            return await asked.WaitAsync(cancellation).ConfigureAwait(false);
        }

        var state = await streams.FindAsync(tenant, connector, cancellation).ConfigureAwait(false);
        if (state is not { Removed: false })
        {
            return new PollOutcome.NotPolled("connector-unknown", "There is no such connector, or it was removed.");
        }

        if (!state.Enabled)
        {
            return new PollOutcome.NotPolled("connector-not-enabled", "The connector is disabled: enable it first.");
        }

        await using var session = await database.OpenLeaseSessionAsync(cancellation).ConfigureAwait(false);
        await using var lease = await session.TryAcquireAsync(key.Lease, cancellation).ConfigureAwait(false);
        if (lease is null)
        {
            if (TryRequest(key, out var late))
            {
                return await late.WaitAsync(cancellation).ConfigureAwait(false);
            }

            await wakes.SendAsync(tenant, connector, cancellation).ConfigureAwait(false);
            return new PollOutcome.BusyElsewhere();
        }

        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Lost);
        return await Poller(tenant, state).RunOnceAsync(held.Token).ConfigureAwait(false);
    }

    /// <summary>Calls each read permission that the settings need, reads the write right, the granted roles and the secret's expiry.</summary>
    public Task<ConnectorTest> TestAsync(ConnectorSettings settings, CloudConnection connection, CancellationToken cancellation = default) =>
        ConnectorTest.RunAsync(new CheckContext(settings, connection, services.Budgets, time), cancellation);

    /// <summary>Reads one small page of each resource that the settings name, with what they decide about each alert. Records nothing.</summary>
    public Task<SourceSample> SampleAsync(
        string connector, ConnectorSettings settings, CloudConnection connection, CancellationToken cancellation = default) =>
        new SourceSampling(new CheckContext(settings, connection, services.Budgets, time), connector, options).ReadAsync(cancellation);

    private async Task WatchTenantsAsync(Dictionary<string, Task> watches, SemaphoreSlim signal, CancellationToken cancellation)
    {
        foreach (var tenant in await database.Tenants.ListAsync(cancellation).ConfigureAwait(false))
        {
            if (!watches.TryGetValue(tenant, out var watch) || watch.IsCompleted)
            {
                watches[tenant] = await WatchAsync(tenant, signal, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads the tenant's connectors, then follows the log for events that change one.</summary>
    private async Task<Task> WatchAsync(string tenant, SemaphoreSlim signal, CancellationToken cancellation)
    {
        var head = await database.Log.HeadAsync(tenant, cancellation).ConfigureAwait(false);
        foreach (var state in await streams.ListAsync(tenant, cancellation).ConfigureAwait(false))
        {
            known[new(tenant, state.Connector)] = state;
        }

        return FollowAsync(tenant, head.Position, signal, cancellation);
    }

    private async Task FollowAsync(string tenant, long after, SemaphoreSlim signal, CancellationToken cancellation)
    {
        await foreach (var batch in database.Log.FollowAsync(tenant, after, 1000, cancellation).ConfigureAwait(false))
        {
            var changed = batch.Events
                .Where(e => ConnectorStreams.ChangesConnector(e.Type))
                .Select(e => StreamId.ParseConnector(e.Stream))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal);
            foreach (var connector in changed)
            {
                var key = new PollerKey(tenant, connector);
                if (await streams.FindAsync(tenant, connector, cancellation).ConfigureAwait(false) is { } state)
                {
                    known[key] = state;
                }

                running.GetValueOrDefault(key)?.Wake();
                signal.Release();
            }
        }
    }

    private async Task StartAsync(LeaseSession session, Dictionary<PollerKey, Task> tasks, CancellationToken stop)
    {
        foreach (var ended in tasks.Where(task => task.Value.IsCompleted).Select(task => task.Key).ToList())
        {
            tasks.Remove(ended);
        }

        foreach (var (key, state) in known)
        {
            if (state is { Enabled: true, Removed: false } && !tasks.ContainsKey(key)
                && await session.TryAcquireAsync(key.Lease, stop).ConfigureAwait(false) is { } lease)
            {
                tasks[key] = PollAsync(key, state, lease, session, stop);
            }
        }
    }

    private async Task PollAsync(PollerKey key, ConnectorState state, Lease lease, LeaseSession session, CancellationToken stop)
    {
        try
        {
            var poller = Poller(key.Tenant, state);
            running[key] = poller;
            logger.LogInformation("Polling {Connector} of {Tenant}", key.Connector, key.Tenant);
            await poller.RunAsync(session.Lost, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || session.Lost.IsCancellationRequested)
        {
            // The normal end.
        }
        catch (Exception e)
        {
            // Started again at the next scan: the cursor says where it goes on.
            logger.LogError(e, "The poller of {Connector} of {Tenant} ended", key.Connector, key.Tenant);
        }
        finally
        {
            running.TryRemove(key, out _);
            await lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool TryRequest(PollerKey key, [NotNullWhen(true)] out Task<PollOutcome>? outcome)
    {
        outcome = null;
        return running.TryGetValue(key, out var poller) && poller.TryRequest(out outcome);
    }

    private ConnectorPoller Poller(string tenant, ConnectorState state) =>
        new(database, new ConnectorView(database, tenant, state), connect, options, services, time, logger);

    private readonly record struct PollerKey(string Tenant, string Connector)
    {
        public string Lease => $"poller/{Tenant}/{Connector}";
    }
}
