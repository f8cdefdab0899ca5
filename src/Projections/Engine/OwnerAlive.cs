using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Whether some process works on a projection: whether its lease is held.</summary>
internal static class OwnerAlive
{
    /// <summary>Asks the database; the answer may be old by the time it arrives.</summary>
    public static async Task<bool> CheckAsync(LedgerDatabase database, string tenant, string lease, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(tenant, null, cancellationToken);
        var command = new TableSpace(transaction, "projections").Command("Engine/owner_alive.sql").With(lease);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
