namespace Dropzone.Ledger.EventStore;

/// <summary>A lease that is held until it is disposed of or its session is lost.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly LeaseSession session;

    internal Lease(LeaseSession session, string name)
    {
        this.session = session;
        Name = name;
    }

    /// <summary>What it was acquired for.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether it is still held, asked before an effect that no checkpoint fences. The answer of the server is trusted for less time than it takes
    /// to give a silent session up; a process that was frozen asks anew, and learns that its lease has passed on.
    /// </summary>
    public ValueTask<bool> IsHeldAsync() => session.IsHeldAsync();

    /// <summary>Gives the lease back; nothing happens when its session is lost.</summary>
    public async ValueTask DisposeAsync() => await session.ReleaseAsync(Name);
}
