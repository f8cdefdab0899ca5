namespace Dropzone.Ledger.TicketSync;

/// <summary>How the write-back runs. The defaults are meant for production.</summary>
public sealed record TicketSyncOptions
{
    /// <summary>Tickets worked on at the same time; each ticket by itself is worked on in order.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>The first wait after something that passes by itself; doubled each time.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait of our own choosing.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The wait before a ticket is read again that others changed under our hands; doubled each time.</summary>
    public TimeSpan ConflictWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often both sides are compared.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long at least between two moves of the checkpoint; what lies behind it is only looked at again after a restart.</summary>
    public TimeSpan CheckpointAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often leases that another process holds, and new tenants, are looked at.</summary>
    public TimeSpan Rescan { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a write that is under way may go on when the process is told to stop.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait after so many failed tries: doubled, with jitter, never less than the source asked for (at most an hour).</summary>
    /// <param name="tries">Failed tries so far, at least 1.</param>
    /// <param name="retryAfter">What the source asked for.</param>
    /// <param name="jitter">From 0 (half the wait) to 1 (the whole).</param>
    public TimeSpan WaitAfter(int tries, TimeSpan? retryAfter, double jitter)
    {
        var doubled = FirstWait * Math.Pow(2, Math.Clamp(tries - 1, 0, 20));
        var own = (doubled > LongestWait ? LongestWait : doubled) * (0.5 + (Math.Clamp(jitter, 0, 1) / 2));
        var asked = retryAfter is { } wait && wait > own ? wait : own;
        return asked > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : asked;
    }
}
