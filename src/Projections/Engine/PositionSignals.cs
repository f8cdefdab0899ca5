using System.Collections.Concurrent;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Wakes waiting readers of this process when a projection has moved. Safe for all threads.</summary>
internal sealed class PositionSignals
{
    private readonly ConcurrentDictionary<(string Tenant, string Projection), TaskCompletionSource> moves = new();

    /// <summary>Completes at the next move; take it before looking at the position, or a move in between is missed.</summary>
    public Task Next(string tenant, string projection) => moves.GetOrAdd((tenant, projection), static _ => Source()).Task;

    /// <summary>Says that a projection has moved.</summary>
    public void Moved(string tenant, string projection)
    {
        if (moves.TryRemove((tenant, projection), out var source))
        {
            source.TrySetResult();
        }
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
