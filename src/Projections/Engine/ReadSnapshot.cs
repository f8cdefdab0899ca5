using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>The serving tables that a read model answers from, at one moment, and the position that they all reflect.</summary>
internal sealed class ReadSnapshot(TenantTransaction transaction, IReadOnlyList<Generation> generations, long position) : IAsyncDisposable
{
    /// <summary>The read model's own tables.</summary>
    public TableSpace Tables { get; } = new(transaction, generations[0].Schema);

    /// <summary>The generation of the read model's own tables.</summary>
    public int Generation { get; } = generations[0].Number;

    /// <summary>The last event that is folded into all of them; 0 before the first.</summary>
    public long Position { get; } = position;

    /// <summary>The tables of another projection that the answer names.</summary>
    public TableSpace Of(string projection) => new(transaction, generations.Single(g => g.Projection == projection).Schema);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
