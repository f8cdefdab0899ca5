using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// Folds batches into one generation of a tenant. Rows and checkpoint commit together, and the checkpoint moves by compare-and-set: of two that fold
/// the same batch only one commits.
/// </summary>
/// <param name="Database">The database.</param>
/// <param name="Projection">The projection.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Tenant">The tenant.</param>
internal sealed record GenerationWriter(LedgerDatabase Database, IProjection Projection, Generation Generation, string Tenant)
{
    /// <summary>Where it stands.</summary>
    public Task<long> PositionAsync(CancellationToken cancellationToken) =>
        Database.Checkpoints.ReadAsync(Tenant, Generation.Checkpoint(Tenant), cancellationToken);

    /// <summary>Folds one batch and moves the checkpoint, in one transaction.</summary>
    /// <param name="from">Where the checkpoint stands.</param>
    /// <param name="events">Events in log order; those up to <paramref name="from"/> are passed by.</param>
    /// <param name="bare">See <see cref="TableSpace"/>.</param>
    /// <param name="serves">Whether it is refused when another generation serves.</param>
    /// <param name="cancellationToken">Nothing is committed then.</param>
    /// <returns>The position reached.</returns>
    /// <exception cref="UnfoldableEventException">An event cannot be read; those before it are folded and committed.</exception>
    /// <exception cref="GenerationRetiredException">Another generation serves; nothing is committed.</exception>
    public async Task<long> AdvanceAsync(long from, IReadOnlyList<DecodedEvent> events, bool bare, bool serves, CancellationToken cancellationToken)
    {
        var (picked, to, halt) = EventReading.Pick(Projection, from, events);
        if (to > from)
        {
            await using var transaction = await Database.BeginFoldAsync(Tenant, cancellationToken);
            await FoldAsync(transaction, from, to, picked, bare, serves, cancellationToken);
            FailPoint.Reach("projection-before-commit");
            await transaction.CommitAsync(cancellationToken);
        }

        return halt is null ? to : throw halt;
    }

    /// <summary>Folds and moves the checkpoint in the caller's transaction.</summary>
    public async Task FoldAsync(
        TenantTransaction transaction, long from, long to, IReadOnlyList<FoldedEvent> events, bool bare, bool serves, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            await Projection.FoldAsync(new TableSpace(transaction, Generation.Schema, bare, Defers: true), events, cancellationToken);
        }

        var checkpoint = Generation.Checkpoint(Tenant);
        var fence = new TableSpace(transaction, "projections").Command("Engine/fence.sql").With(Generation.Projection).Made();
        var (moved, serving) = await transaction.ReadAsync(
            serves ? [Database.Checkpoints.Moving(Tenant, checkpoint, from, to), fence] : [Database.Checkpoints.Moving(Tenant, checkpoint, from, to)],
            async (reader, token) => (
                await Checkpoints.HasMovedAsync(reader, token),
                await reader.NextResultAsync(token) && await reader.ReadAsync(token) ? reader.GetInt32(0) : Generation.Number),
            cancellationToken: cancellationToken);
        if (!moved)
        {
            throw new InvalidOperationException($"Another worker has moved '{checkpoint}' from {from}.");
        }

        if (serving != Generation.Number)
        {
            throw new GenerationRetiredException(Generation);
        }
    }
}

/// <summary>Another generation of the projection serves the tenant since.</summary>
internal sealed class GenerationRetiredException(Generation generation) : Exception($"{generation.Schema} does not serve any more.");
