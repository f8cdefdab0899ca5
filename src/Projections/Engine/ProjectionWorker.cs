using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// Advances one projection of one tenant while this process holds its lease. The rows and the checkpoint commit together, and the checkpoint
/// moves by compare-and-set: a worker that lost its lease without knowing it changes nothing.
/// </summary>
internal sealed class ProjectionWorker(
    LedgerDatabase database, IProjection projection, Generation generation, string tenant, PositionSignals signals, TimeProvider time, ILogger logger)
{
    /// <summary>The most events a batch holds; a follower that is caught up gets what just arrived.</summary>
    internal const int LargestBatch = 2000;

    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly string checkpoint = generation.Checkpoint(tenant);

    /// <summary>Takes the lease whenever it is free and folds until it is cancelled; after a failure it lets go, waits and begins again.</summary>
    public async Task RunAsync(LeaseSession session, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var lease = await session.TryAcquireAsync(generation.Lease(tenant), cancellationToken);
                if (lease is not null)
                {
                    await FollowAsync(() => failures = 0, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever stopped the worker is recorded and retried; a worker that ends would be a silent standstill.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures++;
                await FailedAsync(e, cancellationToken);
            }

            var pause = failures == 0 ? LeaseRetry : TimeSpan.FromSeconds(Math.Min(LongestBackoff.TotalSeconds, Math.Pow(2, Math.Min(failures, 10)) / 4));
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(Action advanced, CancellationToken cancellationToken)
    {
        var position = await database.Checkpoints.ReadAsync(tenant, checkpoint, cancellationToken);
        await WorkerFailures.ClearAsync(database, tenant, generation, position, cancellationToken);
        await foreach (var batch in database.Log.FollowAsync(tenant, position, LargestBatch, cancellationToken))
        {
            if (batch.Events.Count > 0)
            {
                position = await AdvanceAsync(position, batch.Events, cancellationToken);
                advanced();
            }
        }
    }

    /// <summary>Folds one batch and moves the checkpoint, in one transaction.</summary>
    /// <returns>The position reached.</returns>
    /// <exception cref="UnfoldableEventException">An event cannot be read; those before it are folded and committed.</exception>
    internal async Task<long> AdvanceAsync(long from, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken)
    {
        var (folded, to, halt) = EventReading.ReadUntilHalt(projection, from, events);
        if (to > from)
        {
            await CommitAsync(from, to, folded, cancellationToken);
        }

        return halt is null ? to : throw halt;
    }

    private async Task CommitAsync(long from, long to, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        await using (var transaction = await database.BeginAsync(tenant, null, cancellationToken))
        {
            var tables = new TableSpace(transaction, generation.Schema);
            await projection.FoldAsync(tables, events, cancellationToken);
            if (!await database.Checkpoints.MoveAsync(transaction, checkpoint, from, to, cancellationToken))
            {
                throw new InvalidOperationException($"Another worker has moved '{checkpoint}' from {from}.");
            }

            FailPoint.Reach("projection-before-commit");
            await transaction.CommitAsync(cancellationToken);
        }

        FailPoint.Reach("projection-after-commit");
        signals.Moved(tenant, projection.Name);
    }

    private async Task FailedAsync(Exception failure, CancellationToken cancellationToken)
    {
        logger.LogError(failure, "Projection {Projection} of tenant {Tenant} stopped; it will be tried again.", projection.Name, tenant);
        try
        {
            var position = (failure as UnfoldableEventException)?.Position
                ?? await database.Checkpoints.ReadAsync(tenant, checkpoint, cancellationToken) + 1;
            await WorkerFailures.RecordAsync(database, tenant, generation, failure.Message, position, time.GetUtcNow(), cancellationToken);
        }
#pragma warning disable CA1031 // With the database away there is nowhere to record it but the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogWarning(e, "The failure of {Projection} could not be recorded.", projection.Name);
        }
    }
}
