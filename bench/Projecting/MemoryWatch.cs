namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>The most memory that this process held while it watched, looked at twenty times a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Timer timer;
    private readonly long before;
    private long peak;

    /// <summary>Begins to watch, from a heap without what came before.</summary>
    public MemoryWatch()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        before = Environment.WorkingSet;
        timer = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    /// <summary>In words.</summary>
    public string Says => $"peak memory {peak / 1_000_000:#,0} MB, {before / 1_000_000:#,0} MB before";

    /// <inheritdoc />
    public void Dispose() => timer.Dispose();
}
