using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Why a projection stands still, where every process can see it.</summary>
internal static class WorkerFailures
{
    /// <summary>Records the last failure.</summary>
    public static async Task RecordAsync(
        LedgerDatabase database, string tenant, Generation generation, string error, long position, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        await new TableSpace(transaction, "projections").Command("Engine/worker_failed.sql")
            .With(generation.Projection).With(generation.Number).With(error).With(position).With(at.ToUniversalTime()).RunAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Forgets a failure that lies behind the checkpoint; one before the very next event stays until that event is folded.</summary>
    public static async Task ClearAsync(LedgerDatabase database, string tenant, Generation generation, long checkpoint, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        await new TableSpace(transaction, "projections").Command("Engine/worker_recovered.sql")
            .With(generation.Projection).With(generation.Number).With(checkpoint).RunAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What is recorded of a tenant's projections.</summary>
    public static async Task<IReadOnlyList<WorkerFailure>> ListAsync(LedgerDatabase database, string tenant, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        return await new TableSpace(transaction, "projections").Command("Engine/worker_failures.sql").ReadAsync(
            r => new WorkerFailure(r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4)), cancellationToken);
    }
}

/// <summary>The last failure of a projection's worker.</summary>
internal sealed record WorkerFailure(string Projection, int Generation, string Error, long Position, DateTimeOffset At);
