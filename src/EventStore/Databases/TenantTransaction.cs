using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>A transaction of the app role that sees one tenant. Rolled back unless <see cref="CommitAsync"/> was reached.</summary>
public sealed class TenantTransaction : IAsyncDisposable
{
    internal TenantTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, string tenant)
    {
        Connection = connection;
        Transaction = transaction;
        Tenant = tenant;
    }

    /// <summary>The connection, for statements of the caller's own.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>The open transaction.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>The tenant whose rows it sees.</summary>
    public string Tenant { get; }

    /// <summary>Commits.</summary>
    public Task CommitAsync(CancellationToken cancellationToken = default) => Transaction.CommitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
