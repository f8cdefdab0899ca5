namespace Dropzone.Ledger.EventStore;

/// <summary>How far each projection has read.</summary>
public sealed class Checkpoints
{
    public Task<long> ReadAsync(string tenant, string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<long> ReadAsync(TenantTransaction transaction, string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<IReadOnlyDictionary<string, long>> ListAsync(string tenant, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<bool> MoveAsync(TenantTransaction transaction, string name, long from, long to, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<bool> RemoveAsync(TenantTransaction transaction, string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
