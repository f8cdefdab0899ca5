using System.Data;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>One tenant's open rebuilds, step by step. Each step may be repeated: a process that died is followed by one that takes up where it stood.</summary>
internal sealed class RebuildRun(ReadModels models, RebuildRecords records, Generations generations, string tenant, ILogger logger)
{
    /// <summary>How many events the switch itself may fold, while the worker of the former generation waits.</summary>
    private const int FewEvents = 500;

    private const int Tries = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly LedgerDatabase database = models.Database;

    /// <summary>Does them all: one read of the log fills all that are at the same step.</summary>
    public async Task RunAsync(IReadOnlyList<RebuildRecord> open, CancellationToken cancellationToken)
    {
        foreach (var switched in open.Where(static r => r.State == RebuildState.Switched))
        {
            await CertifyAsync(switched, cancellationToken);
        }

        var fills = new List<RebuildFill.Target>();
        foreach (var record in open.Where(static r => r.State != RebuildState.Switched))
        {
            if (await BeginAsync(record, cancellationToken) is { } begun)
            {
                fills.Add(begun);
            }
        }

        var fill = new RebuildFill(database, records, tenant, models.Time);
        var former = new List<Generation>();
        await foreach (var (filled, failure) in fill.RunAsync(fills, cancellationToken))
        {
            if (failure is null)
            {
                await GuardAsync(filled, async () => former.Add(await FinishAsync(filled, cancellationToken)), cancellationToken);
            }
            else
            {
                await FailedAsync(filled.Record, failure, cancellationToken);
            }
        }

        if (former.Count > 0)
        {
            // No process believes any more that they serve.
            await Task.Delay(ServingGenerations.Believed * 3, models.Time, cancellationToken);
        }

        foreach (var generation in former)
        {
            await RetireAsync(generation, cancellationToken);
        }

        foreach (var projection in open.Select(static r => r.Projection))
        {
            await generations.DropUnusedAsync(projection, cancellationToken);
        }
    }

    private async Task<RebuildFill.Target?> BeginAsync(RebuildRecord record, CancellationToken cancellationToken)
    {
        var projection = ReadModelRebuilds.Of(record.Projection);
        var number = record.Generation > 0 ? record.Generation : await generations.MakeAsync(projection, cancellationToken);
        if (!await records.BeginAsync(tenant, record.Projection, number, cancellationToken))
        {
            return null;
        }

        var generation = new Generation(record.Projection, number);
        return new RebuildFill.Target(
            record with { Generation = number, State = RebuildState.Filling },
            new GenerationWriter(database, projection, generation, tenant),
            !await generations.IsReadyAsync(tenant, generation, cancellationToken));
    }

    private async Task<Generation> FinishAsync(RebuildFill.Target target, CancellationToken cancellationToken)
    {
        var (record, writer, bare) = target;
        if (bare)
        {
            await StepAsync(record, RebuildState.Indexing, cancellationToken);
            await generations.CompleteAsync(writer.Projection, writer.Generation, IsGentle(record), cancellationToken);
        }

        await StepAsync(record, RebuildState.Comparing, cancellationToken);
        var serving = await ServingAsync(record.Projection, cancellationToken);
        await CompareAsync(record, writer, new GenerationWriter(database, writer.Projection, serving, tenant), cancellationToken);
        while (!await SwitchAsync(record, writer, serving, cancellationToken))
        {
            await CatchUpAsync(writer, long.MaxValue, cancellationToken);
        }

        models.Serving.Forget(tenant, record.Projection);
        models.Signals.Left(tenant, record.Projection);
        var current = (await records.ListAsync(tenant, cancellationToken)).Single(r => r.Projection == record.Projection);
        await CertifyAsync(current, cancellationToken);
        return serving;
    }

    /// <summary>Hashes both generations at one position, at full share side by side: nobody waits for it.</summary>
    private async Task CompareAsync(RebuildRecord record, GenerationWriter filled, GenerationWriter former, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await CatchUpAsync(filled, await former.PositionAsync(cancellationToken), cancellationToken);

            // A snapshot for each, since a session does one thing at a time; nobody else moves the new generation.
            await using var own = await database.BeginAsync(tenant, IsolationLevel.RepeatableRead, cancellationToken);
            await using var other = await database.BeginAsync(tenant, IsolationLevel.RepeatableRead, cancellationToken);
            var position = await database.Checkpoints.ReadAsync(own, filled.Generation.Checkpoint(tenant), cancellationToken);
            var same = position == await database.Checkpoints.ReadAsync(other, former.Generation.Checkpoint(tenant), cancellationToken);
            if (same || attempt == Tries)
            {
                var after = ContentHash.OfAsync(new TableSpace(own, filled.Generation.Schema), cancellationToken);
                if (IsGentle(record))
                {
                    await after;
                }

                // A former generation that stands still, before an event that it cannot fold, has no hash to compare with.
                var before = same ? ContentHash.OfAsync(new TableSpace(other, former.Generation.Schema), cancellationToken) : null;
                await Task.WhenAll(before is null ? [after] : [after, before]);
                await records.ComparedAsync(tenant, record, await after, before is null ? null : (await before).Hash, position, cancellationToken);
                return;
            }

            await Task.Delay(Pause, models.Time, cancellationToken);
        }
    }

    /// <summary>One transaction: the former generation's worker has committed or will be refused, what it had more is folded, and the new one serves.</summary>
    private async Task<bool> SwitchAsync(RebuildRecord record, GenerationWriter filled, Generation former, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        if (!await RebuildRecords.SwitchAsync(transaction, record, cancellationToken))
        {
            throw new RebuildEndedException();
        }

        var from = await database.Checkpoints.ReadAsync(transaction, filled.Generation.Checkpoint(tenant), cancellationToken);
        var to = await database.Checkpoints.ReadAsync(transaction, former.Checkpoint(tenant), cancellationToken);
        if (to - from > FewEvents)
        {
            return false;
        }

        if (to > from)
        {
            var events = await database.Log.ReadLogAsync(tenant, from, (int)(to - from), null, cancellationToken);
            await filled.FoldAsync(transaction, from, to, EventReading.Read(filled.Projection, events), cancellationToken);
        }

        FailPoint.Reach("rebuild-before-switch");
        await transaction.CommitAsync(cancellationToken);
        FailPoint.Reach("rebuild-after-switch");
        return true;
    }

    private async Task CertifyAsync(RebuildRecord record, CancellationToken cancellationToken)
    {
        var certificate = EventCodec.Encode(new ReadModelRebuilt
        {
            Projection = record.Projection,
            Generation = record.Generation,
            Events = record.HashPosition ?? 0,
            Rows = record.Rows ?? 0,
            HashBefore = record.HashBefore,
            HashAfter = record.HashAfter ?? "",
            Position = record.HashPosition,
            Took = models.Time.GetUtcNow() - (record.StartedAt ?? record.RequestedAt),
            By = record.By,
        });
        var id = EventIds.ReadModelRebuilt(record.Projection, record.Generation);
        await database.Log.AppendAsync(
            new AppendRequest
            {
                Tenant = tenant,
                Streams = [new StreamAppend(StreamId.Ledger, "ledger", null, [new EventToAppend(id, certificate.Alias, certificate.Data) { UserName = record.By.Name }])],
            },
            cancellationToken);
        await records.EndAsync(tenant, record, RebuildState.Done, null, cancellationToken);
    }

    /// <summary>Takes a former generation away.</summary>
    private async Task RetireAsync(Generation former, CancellationToken cancellationToken)
    {
        await WorkerFailures.ClearAsync(database, tenant, former, long.MaxValue, cancellationToken);
        await using (var transaction = await database.BeginAsync(tenant, null, cancellationToken))
        {
            await database.Checkpoints.RemoveAsync(transaction, former.Checkpoint(tenant), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await generations.DropUnusedAsync(former.Projection, cancellationToken);
        if (await generations.IsReadyAsync(tenant, former, cancellationToken))
        {
            // Other tenants are answered by it still.
            await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
            var tables = new TableSpace(transaction, former.Schema);
            foreach (var table in await tables.Command("Rebuilds/tables.sql").ReadAsync(static r => r.GetString(0), cancellationToken))
            {
                await tables.Command("Rebuilds/clear.sql", sql => sql.Replace("{table}", table, StringComparison.Ordinal)).Patient().RunAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task CatchUpAsync(GenerationWriter writer, long to, CancellationToken cancellationToken)
    {
        var position = await writer.PositionAsync(cancellationToken);
        while (position < to)
        {
            var limit = (int)Math.Min(LogFeed.LargestBatch, to - position);
            var events = await database.Log.ReadLogAsync(tenant, position, limit, EventReading.Of(writer.Projection.Wants), cancellationToken);
            if (events.Count == 0)
            {
                return;
            }

            position = await writer.AdvanceAsync(position, events, serves: false, cancellationToken);
        }
    }

    private static bool IsGentle(RebuildRecord record) => record.Share < ReadModelRebuilds.WholeShare;

    private async Task<Generation> ServingAsync(string projection, CancellationToken cancellationToken)
    {
        models.Serving.Forget(tenant, projection);
        return await models.Serving.OfAsync(tenant, projection, cancellationToken);
    }

    private async Task StepAsync(RebuildRecord record, RebuildState state, CancellationToken cancellationToken)
    {
        if (!await records.StepAsync(tenant, record, state, cancellationToken))
        {
            throw new RebuildEndedException();
        }
    }

    private async Task GuardAsync(RebuildFill.Target target, Func<Task> finish, CancellationToken cancellationToken)
    {
        try
        {
            await finish();
        }
        catch (RebuildEndedException)
        {
            logger.LogInformation("The rebuild of {Projection} was cancelled", target.Record.Projection);
        }
        catch (UnfoldableEventException e)
        {
            await FailedAsync(target.Record, e, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            await records.HinderedAsync(tenant, target.Record.Projection, e.Message, cancellationToken);
            throw;
        }
    }

    private async Task FailedAsync(RebuildRecord record, Exception failure, CancellationToken cancellationToken)
    {
        if (failure is RebuildEndedException)
        {
            logger.LogInformation("The rebuild of {Projection} was cancelled", record.Projection);
            return;
        }

        logger.LogError(failure, "The rebuild of {Projection} failed; the former generation serves on.", record.Projection);
        await records.EndAsync(tenant, record, RebuildState.Failed, failure.Message, cancellationToken);
    }
}

/// <summary>Somebody ended the rebuild while it ran.</summary>
internal sealed class RebuildEndedException : Exception;
