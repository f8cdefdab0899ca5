using System.Collections.Concurrent;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Wakes waiting readers of this process when a projection has moved. Safe for all threads.</summary>
internal sealed class PositionSignals
{
    private readonly ConcurrentDictionary<(string Tenant, string Projection), TaskCompletionSource> moves = new();
    private readonly ConcurrentDictionary<(string Tenant, string Projection), long> reached = new();

    /// <summary>Completes at the next move; take it before looking at the position, or a move in between is missed.</summary>
    public Task Next(string tenant, string projection) => moves.GetOrAdd((tenant, projection), static _ => Source()).Task;

    /// <summary>Whether this process itself has folded an event into the projection: what it committed needs no look at the database.</summary>
    public bool HasReached(string tenant, string projection, long position) => reached.TryGetValue((tenant, projection), out var at) && at >= position;

    /// <summary>Whether this process folds the projection, and so says when it has moved.</summary>
    public bool IsFolded(string tenant, string projection) => reached.ContainsKey((tenant, projection));

    /// <summary>Says that this process does not fold a projection any more, or not alone.</summary>
    public void Left(string tenant, string projection)
    {
        reached.TryRemove((tenant, projection), out _);
        Raise(tenant, projection);
    }

    /// <summary>Says that this process has folded a projection up to a position.</summary>
    public void Moved(string tenant, string projection, long position)
    {
        reached[(tenant, projection)] = position;
        Raise(tenant, projection);
    }

    private void Raise(string tenant, string projection)
    {
        if (moves.TryRemove((tenant, projection), out var source))
        {
            source.TrySetResult();
        }
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
