using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// Folds batches into one generation of a tenant. Rows and checkpoint commit together, and the checkpoint moves by compare-and-set: of two that fold
/// the same batch only one commits. Not safe for concurrent use.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="projection">The projection.</param>
/// <param name="generation">The generation.</param>
/// <param name="tenant">The tenant.</param>
internal sealed class GenerationWriter(LedgerDatabase database, IProjection projection, Generation generation, string tenant)
{
    private IFold? fold;

    /// <summary>The projection.</summary>
    public IProjection Projection => projection;

    /// <summary>The generation.</summary>
    public Generation Generation => generation;

    /// <summary>Where it stands.</summary>
    public Task<long> PositionAsync(CancellationToken cancellationToken) =>
        database.Checkpoints.ReadAsync(tenant, generation.Checkpoint(tenant), cancellationToken);

    /// <summary>Folds one batch and moves the checkpoint, in one transaction.</summary>
    /// <param name="from">Where the checkpoint stands.</param>
    /// <param name="events">Events in log order; those up to <paramref name="from"/> are passed by.</param>
    /// <param name="serves">Whether it is refused when another generation serves.</param>
    /// <param name="cancellationToken">Nothing is committed then.</param>
    /// <returns>The position reached.</returns>
    /// <exception cref="UnfoldableEventException">An event cannot be read; those before it are folded and committed.</exception>
    /// <exception cref="GenerationRetiredException">Another generation serves; nothing is committed.</exception>
    public async Task<long> AdvanceAsync(long from, IReadOnlyList<DecodedEvent> events, bool serves, CancellationToken cancellationToken)
    {
        var (picked, to, halt) = EventReading.Pick(projection, from, events);
        if (to > from)
        {
            var current = fold ?? projection.Begin();
            fold = null;
            await using var transaction = await database.BeginFoldAsync(tenant, cancellationToken);
            await FoldAsync(current, transaction, from, to, picked, serves, cancellationToken);
            await CommitAsync(transaction, from, cancellationToken);

            // What it remembers holds as long as nobody else moves the checkpoint, and then this writer cannot either.
            fold = current;
        }

        return halt is null ? to : throw halt;
    }

    /// <summary>Folds and moves the checkpoint in the caller's transaction, with which this writer ends.</summary>
    public async Task FoldAsync(TenantTransaction transaction, long from, long to, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var current = fold ?? projection.Begin();
        fold = null;
        await FoldAsync(current, transaction, from, to, events, serves: false, cancellationToken);
        await InsistedAsync(() => transaction.FlushAsync(cancellationToken: cancellationToken), from);
    }

    /// <summary>Folds one batch of a generation that does not serve while the one before it is still being written, and begins to write it once that one is.</summary>
    /// <param name="former">The batch before, as this gave it.</param>
    /// <param name="events">Events in log order; those up to where the former one ends are passed by.</param>
    /// <param name="bare">See <see cref="TableSpace"/>.</param>
    /// <param name="cancellationToken">Ends the wait and the write.</param>
    /// <returns>The batch that is being written. When the write fails, this writer is not used any more.</returns>
    public async Task<BatchUnderWay> AdvanceAheadAsync(BatchUnderWay former, IReadOnlyList<DecodedEvent> events, bool bare, CancellationToken cancellationToken)
    {
        var (picked, to, halt) = EventReading.Pick(projection, former.To, events);
        BatchWrite? write = null;
        if (picked.Count > 0)
        {
            fold ??= projection.Begin();
            await using var reading = await database.BeginFoldAsync(tenant, cancellationToken);
            write = await fold.FoldAsync(new TableSpace(reading, generation.Schema), picked, cancellationToken);
        }

        await former.Written;
        return new BatchUnderWay(
            to, to == former.To ? Task.CompletedTask : Task.Run(() => WriteAsync(write, former.To, to, bare, cancellationToken), cancellationToken), halt);
    }

    private async Task FoldAsync(
        IFold current, TenantTransaction transaction, long from, long to, IReadOnlyList<FoldedEvent> events, bool serves, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            var tables = new TableSpace(transaction, generation.Schema, Defers: true);
            var write = await current.FoldAsync(tables, events, cancellationToken);
            await write(tables, cancellationToken);
        }

        Move(transaction, from, to, serves);
    }

    private async Task WriteAsync(BatchWrite? write, long from, long to, bool bare, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginFoldAsync(tenant, cancellationToken);
        if (write is not null)
        {
            await write(new TableSpace(transaction, generation.Schema, bare, Defers: true), cancellationToken);
        }

        Move(transaction, from, to, serves: false);
        await CommitAsync(transaction, from, cancellationToken);
    }

    private Task CommitAsync(TenantTransaction transaction, long from, CancellationToken cancellationToken)
    {
        FailPoint.Reach("projection-before-commit");
        return InsistedAsync(() => transaction.CommitAsync(cancellationToken), from);
    }

    /// <summary>Moves the checkpoint, when the rows are flushed or committed; see <see cref="InsistedAsync"/>.</summary>
    private void Move(TenantTransaction transaction, long from, long to, bool serves)
    {
        database.Checkpoints.DeferMove(transaction, generation.Checkpoint(tenant), from, to);
        if (serves)
        {
            transaction.Defer(new TableSpace(transaction, "projections").Command("Engine/fence.sql").With(generation.Projection).With(generation.Number).Made());
        }
    }

    private async Task InsistedAsync(Func<Task> step, long from)
    {
        try
        {
            await step();
        }
        catch (PostgresException e) when (e.SqlState == Checkpoints.Insisted)
        {
            throw e.MessageText == "generation"
                ? new GenerationRetiredException(generation)
                : new InvalidOperationException($"Another worker has moved '{generation.Checkpoint(tenant)}' from {from}.");
        }
    }
}

/// <summary>A batch that is folded and being written.</summary>
/// <param name="To">The position that it reaches.</param>
/// <param name="Written">Completes when it is committed.</param>
/// <param name="Halt">Why the fold goes no further, if it does not.</param>
internal sealed record BatchUnderWay(long To, Task Written, UnfoldableEventException? Halt = null);

/// <summary>Another generation of the projection serves the tenant since.</summary>
internal sealed class GenerationRetiredException(Generation generation) : Exception($"{generation.Schema} does not serve any more.");
