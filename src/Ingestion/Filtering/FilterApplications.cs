using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Applies every revision of every connector's settings to its history, one process at a time for each connector.</summary>
public sealed class FilterApplications(LedgerDatabase database, ConnectorStreams streams, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Configured = ["connector_configured"];

    private readonly ILogger logger = loggers.CreateLogger<FilterApplications>();

    /// <summary>How far the newest revision has been applied; null when none was looked at yet.</summary>
    public async Task<FilterApplication?> FindAsync(string tenant, string connector, CancellationToken cancellation = default) =>
        (await new FilterApplying(database, streams, tenant, connector).LoadAsync(cancellation).ConfigureAwait(false)).State;

    /// <summary>Works until cancelled or the session is lost.</summary>
    public async Task RunAsync(LeaseSession session, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Lost);
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var waiting = new HashSet<(string Tenant, string Connector)>();
        var running = new Dictionary<(string Tenant, string Connector), Task<bool>>();
        while (!both.IsCancellationRequested)
        {
            try
            {
                foreach (var tenant in await database.Tenants.ListAsync(both.Token).ConfigureAwait(false))
                {
                    waiting.UnionWith((await ChangedAsync(tenant, seen, both.Token).ConfigureAwait(false)).Select(c => (tenant, c)));
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.LogWarning(e, "The settings of connectors could not be read; tried again.");
            }
            catch (OperationCanceledException) when (both.IsCancellationRequested)
            {
                break;
            }

            foreach (var ended in running.Where(r => r.Value.IsCompleted).ToList())
            {
                running.Remove(ended.Key);
                if (!await ended.Value.ConfigureAwait(false))
                {
                    waiting.Add(ended.Key);
                }
            }

            foreach (var key in waiting.Where(k => !running.ContainsKey(k)).ToList())
            {
                waiting.Remove(key);
                running[key] = ApplyAsync(session, key.Tenant, key.Connector, both.Token);
            }

            await Task.Delay(Every, time, both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running.Values).ConfigureAwait(false);
    }

    // The connectors that were configured since the last look; at the first look, all.
    private async Task<IReadOnlyList<string>> ChangedAsync(string tenant, Dictionary<string, long> seen, CancellationToken cancellation)
    {
        var head = (await database.Log.HeadAsync(tenant, cancellation).ConfigureAwait(false)).Position;
        if (!seen.TryGetValue(tenant, out var from))
        {
            var all = await streams.ListAsync(tenant, cancellation).ConfigureAwait(false);
            seen[tenant] = head;
            return [.. all.Select(static c => c.Connector)];
        }

        if (head <= from)
        {
            return [];
        }

        var events = await database.Log.ReadLogAsync(tenant, from, int.MaxValue, new LogFilter(Configured), cancellation).ConfigureAwait(false);
        seen[tenant] = head;
        return [.. events.Select(static e => StreamId.ParseConnector(e.Stream)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <returns>False when it must be tried again: somebody else applies it, or it failed.</returns>
    private async Task<bool> ApplyAsync(LeaseSession session, string tenant, string connector, CancellationToken cancellation)
    {
        try
        {
            await using var lease = await session.TryAcquireAsync($"filters/{tenant}/{connector}", cancellation).ConfigureAwait(false);
            if (lease is null)
            {
                return false;
            }

            await new FilterApplying(database, streams, tenant, connector).RunAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e)
        {
            logger.LogError(e, "The settings of {Connector} of {Tenant} could not be applied to the history; tried again.", connector, tenant);
            return false;
        }
    }
}
