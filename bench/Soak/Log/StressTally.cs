using System.Collections.Concurrent;

namespace Dropzone.Ledger.Bench.Soak.Log;

/// <summary>What the writers were promised, and what happened on the way. Safe for concurrent use.</summary>
internal sealed class StressTally
{
    private int retries;
    private int conflicts;
    private int kills;
    private int done;

    /// <summary>Events whose append was answered with yes.</summary>
    public ConcurrentBag<Guid> Promised { get; } = [];

    /// <summary>Events whose transaction was never committed.</summary>
    public ConcurrentBag<Guid> RolledBack { get; } = [];

    /// <summary>Appends sent again.</summary>
    public int Retries => retries;

    /// <summary>Appends decided anew.</summary>
    public int Conflicts => conflicts;

    /// <summary>Backends killed.</summary>
    public int Kills => kills;

    /// <summary>Appends that were answered with yes.</summary>
    public int Done => done;

    /// <summary>Counts an append that is sent again.</summary>
    public void Retried() => Interlocked.Increment(ref retries);

    /// <summary>Counts an append that is decided anew.</summary>
    public void Conflicted() => Interlocked.Increment(ref conflicts);

    /// <summary>Counts a killed backend.</summary>
    public void Killed() => Interlocked.Increment(ref kills);

    /// <summary>Notes what an answered append promised.</summary>
    public void Promise(IEnumerable<Guid> events)
    {
        Interlocked.Increment(ref done);
        foreach (var id in events)
        {
            Promised.Add(id);
        }
    }
}
