using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>The ledger's database: the one object that a host makes.</summary>
public sealed class LedgerDatabase : IAsyncDisposable
{
    public LedgerDatabase(LedgerConnections connections, TimeProvider time, ILoggerFactory? loggers = null) => throw new NotSupportedException();
    public EventLog Log => throw new NotSupportedException();
    public Vault Vault => throw new NotSupportedException();
    public Cursors Cursors => throw new NotSupportedException();
    public Checkpoints Checkpoints => throw new NotSupportedException();
    public TenantRegistry Tenants => throw new NotSupportedException();
    public NpgsqlDataSource OwnerSource => throw new NotSupportedException();
    public NpgsqlDataSource AppSource => throw new NotSupportedException();
    public Task MigrateAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<TenantTransaction> BeginAsync(string tenant, IsolationLevel? isolation = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<LeaseSession> OpenLeaseSessionAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task RunAnnouncerAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task RunListenerAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
