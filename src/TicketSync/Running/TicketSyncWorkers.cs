using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// The write-back of this process: one subscription for each tenant whose lease it can take, so that in the whole cluster one process writes to a
/// tenant's tickets.
/// </summary>
public sealed class TicketSyncWorkers(
    LedgerDatabase database, ConnectTickets connect, ITicketBudget budget, TimeProvider time, ILoggerFactory loggers, TicketSyncOptions? options = null)
{
    private readonly TicketSyncOptions options = options ?? new();
    private readonly ILogger logger = loggers.CreateLogger<TicketSyncWorkers>();

    /// <summary>Runs until cancelled or until the lease session is lost. A clean stop lets the write that is under way end.</summary>
    public async Task RunAsync(LeaseSession session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Lost);
        var running = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            while (!both.IsCancellationRequested)
            {
                foreach (var tenant in await database.Tenants.ListAsync(both.Token).ConfigureAwait(false))
                {
                    if ((!running.TryGetValue(tenant, out var task) || task.IsCompleted)
                        && await session.TryAcquireAsync($"tickets/{tenant}", both.Token).ConfigureAwait(false) is { } lease)
                    {
                        running[tenant] = RunAsync(tenant, lease, cancellation, session.Lost);
                    }
                }

                await Task.Delay(options.Rescan, time, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The normal end.
        }
        finally
        {
            await both.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(string tenant, Lease lease, CancellationToken stop, CancellationToken lost)
    {
        try
        {
            using var mine = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await new TenantTickets(database, tenant, lease, connect, budget, options, time, logger).RunAsync(mine.Token, lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || lost.IsCancellationRequested)
        {
            // The normal end.
        }
#pragma warning disable CA1031 // Started again at the next look: the checkpoint and the record say where it goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError(e, "The write-back of {Tenant} ended and is started again", tenant);
        }
        finally
        {
            await lease.DisposeAsync().ConfigureAwait(false);
        }
    }
}
