namespace Dropzone.Ledger.EventStore;

/// <summary>One database session that holds this process's leases.</summary>
public sealed class LeaseSession : IAsyncDisposable
{
    public CancellationToken Lost => throw new NotSupportedException();
    public Task<Lease?> TryAcquireAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

/// <summary>A lease that is held until it is disposed of or its session is lost.</summary>
public sealed class Lease : IAsyncDisposable
{
    public string Name => throw new NotSupportedException();
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
