using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>The rebuilds of a tenant as every process sees them. Each step is a compare-and-set: a rebuild that somebody ended goes no further.</summary>
internal sealed class RebuildRecords(LedgerDatabase database, TimeProvider time)
{
    /// <summary>Asks for rebuilds in one transaction, and gives those that none was under way of.</summary>
    public async Task<IReadOnlyList<string>> RequestAsync(string tenant, IEnumerable<string> projections, Actor by, double share, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        var asked = await new TableSpace(transaction, "projections").Command("Rebuilds/request.sql")
            .With(projections.ToArray()).With(by.Kind.ToString()).With(by.Name).With(share).With(Now)
            .ReadAsync(static r => r.GetString(0), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return asked;
    }

    /// <summary>Ends a rebuild that has not switched yet; false when there is none.</summary>
    public Task<bool> CancelAsync(string tenant, string projection, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, "cancel", cancellationToken, projection, Now);

    /// <summary>Says which generation is filled, at the first step.</summary>
    public Task<bool> BeginAsync(string tenant, string projection, int generation, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, "begin", cancellationToken, projection, generation, Now);

    /// <summary>Says how fast it goes.</summary>
    public Task<bool> ProgressAsync(string tenant, RebuildRecord record, double eventsPerSecond, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, "progress", cancellationToken, record.Projection, record.Generation, eventsPerSecond);

    /// <summary>Goes on to the next step.</summary>
    public Task<bool> StepAsync(string tenant, RebuildRecord record, RebuildState state, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, "step", cancellationToken, record.Projection, record.Generation, Word(state));

    /// <summary>Records what hinders it; it is tried again.</summary>
    public Task<bool> HinderedAsync(string tenant, string projection, string error, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, "hindered", cancellationToken, projection, error);

    /// <summary>Ends it.</summary>
    public Task<bool> EndAsync(string tenant, RebuildRecord record, RebuildState state, string? error, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, "end", cancellationToken, record.Projection, record.Generation, Word(state), error, Now);

    /// <summary>Records that it serves, in the transaction that makes it so; false when it was ended before.</summary>
    public static async Task<bool> SwitchAsync(
        TenantTransaction transaction, RebuildRecord record, CancellationToken cancellationToken)
    {
        return await new TableSpace(transaction, "projections").Command("Rebuilds/switch.sql")
            .With(record.Projection).With(record.Generation).ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Keeps what was compared.</summary>
    public Task<bool> ComparedAsync(
        string tenant, RebuildRecord record, ContentHash after, string? before, long position, CancellationToken cancellationToken) =>
        ChangeAsync(tenant, "compared", cancellationToken, record.Projection, record.Generation, after.Rows, before, after.Hash, position);

    /// <summary>The last rebuild of each projection.</summary>
    public async Task<IReadOnlyList<RebuildRecord>> ListAsync(string tenant, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        return await new TableSpace(transaction, "projections").Command("Rebuilds/list.sql").ReadAsync(RebuildRecord.Read, cancellationToken);
    }

    private DateTimeOffset Now => time.GetUtcNow().ToUniversalTime();

    private static string Word(RebuildState state) => state.ToString().ToLowerInvariant();

    private async Task<bool> ChangeAsync(string tenant, string file, CancellationToken cancellationToken, params object?[] values)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        var command = new TableSpace(transaction, "projections").Command($"Rebuilds/{file}.sql");
        foreach (var value in values)
        {
            command.With(value);
        }

        var changed = await command.ChangeAsync(cancellationToken) > 0;
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }
}
