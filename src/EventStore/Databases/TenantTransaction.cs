using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>A transaction of the app role that sees one tenant. Rolled back unless committed.</summary>
public sealed class TenantTransaction : IAsyncDisposable
{
    public NpgsqlConnection Connection => throw new NotSupportedException();
    public NpgsqlTransaction Transaction => throw new NotSupportedException();
    public string Tenant => throw new NotSupportedException();
    public Task CommitAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
