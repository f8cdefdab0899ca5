using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>A projection's serving tables at one moment, and the position that they reflect.</summary>
internal sealed class ReadSnapshot(TenantTransaction transaction, TableSpace tables, long position) : IAsyncDisposable
{
    /// <summary>The tables.</summary>
    public TableSpace Tables { get; } = tables;

    /// <summary>The last event that is folded into them; 0 before the first.</summary>
    public long Position { get; } = position;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
