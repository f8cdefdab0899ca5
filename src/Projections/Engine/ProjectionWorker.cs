using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// Advances one projection of one tenant while this process holds the lease of the generation that serves. A worker that lost its lease without
/// knowing it, or whose generation was replaced, changes nothing.
/// </summary>
internal sealed class ProjectionWorker(
    LedgerDatabase database, IProjection projection, string tenant, ServingGenerations serving, LogFeed feed, PositionSignals signals, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    /// <summary>Takes the lease whenever it is free and folds until it is cancelled; after a failure it lets go, waits and begins again.</summary>
    public async Task RunAsync(LeaseSession session, CancellationToken cancellationToken)
    {
        var (failures, told) = (0, false);
        while (!cancellationToken.IsCancellationRequested)
        {
            var pause = LeaseRetry;
            try
            {
                var generation = await serving.OfAsync(tenant, projection.Name, cancellationToken);
                await using var lease = await session.TryAcquireAsync(generation.Lease(tenant), cancellationToken);
                if (lease is not null)
                {
                    await FollowAsync(new GenerationWriter(database, projection, generation, tenant), () => failures = 0, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (GenerationRetiredException)
            {
                // Readers ask the new generation from now on, so it must not wait for its worker.
                serving.Forget(tenant, projection.Name);
                pause = TimeSpan.Zero;
            }
            catch (OutdatedGenerationException e)
            {
                // Nothing failed: what the start asked for takes its time. Whoever asks how the model stands is told why.
                if (!told)
                {
                    told = true;
                    logger.LogInformation("{Projection} of tenant {Tenant}: {Reason}", projection.Name, tenant, e.Message);
                    await RecordAsync(e, cancellationToken);
                }
            }
#pragma warning disable CA1031 // Whatever stopped the worker is recorded and retried; a worker that ends would be a silent standstill.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures++;
                pause = TimeSpan.FromSeconds(Math.Min(LongestBackoff.TotalSeconds, Math.Pow(2, Math.Min(failures, 10)) / 4));
                await FailedAsync(e, cancellationToken);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(GenerationWriter writer, Action advanced, CancellationToken cancellationToken)
    {
        var generation = writer.Generation;
        var position = await writer.PositionAsync(cancellationToken);
        await PrepareAsync(generation, cancellationToken);
        await WorkerFailures.ClearAsync(database, tenant, generation, position, cancellationToken);
        await using var reader = feed.Join(position, projection.Leads);
        signals.Moved(tenant, projection.Name, position);
        try
        {
            await FollowAsync(writer, reader, position, advanced, cancellationToken);
        }
        finally
        {
            signals.Left(tenant, projection.Name);
        }
    }

    private async Task FollowAsync(GenerationWriter writer, LogFeed.Reader reader, long position, Action advanced, CancellationToken cancellationToken)
    {
        while (true)
        {
            var events = await reader.NextAsync(position, cancellationToken);
            var before = position;
            position = await writer.AdvanceAsync(position, events, serves: true, cancellationToken);
            if (position > before)
            {
                FailPoint.Reach("projection-after-commit");
                signals.Moved(tenant, projection.Name, position);
                advanced();
            }
        }
    }

    /// <summary>Gives the tenant its row, and stands still on tables that this program's fold does not fit: they are being made anew.</summary>
    private async Task PrepareAsync(Generation generation, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        var tables = new TableSpace(transaction, "projections");
        await tables.Command("Engine/serve_first.sql").With(projection.Name).With(generation.Number).RunAsync(cancellationToken);
        var definitions = await tables.Command("Engine/made_by.sql").With(projection.Name).With(generation.Number)
            .ReadAsync(static r => r.GetString(0), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (definitions is [var made] && made != Fingerprint.Of(projection).Definitions)
        {
            throw new OutdatedGenerationException(generation);
        }
    }

    private async Task FailedAsync(Exception failure, CancellationToken cancellationToken)
    {
        logger.LogError(failure, "Projection {Projection} of tenant {Tenant} stopped; it will be tried again.", projection.Name, tenant);
        await RecordAsync(failure, cancellationToken);
    }

    private async Task RecordAsync(Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            var generation = await serving.OfAsync(tenant, projection.Name, cancellationToken);
            var position = (failure as UnfoldableEventException)?.Position
                ?? await database.Checkpoints.ReadAsync(tenant, generation.Checkpoint(tenant), cancellationToken) + 1;
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

/// <summary>The tables are not those that this program's fold writes to; they stand still until the rebuild that is under way has replaced them.</summary>
internal sealed class OutdatedGenerationException(Generation generation)
    : Exception($"The tables of {generation.Schema} were made by another version of the program; they stand still until the rebuild that is under way has replaced them.");
