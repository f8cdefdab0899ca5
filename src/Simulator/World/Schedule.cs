namespace Dropzone.Ledger.Simulator.World;

/// <summary>
/// What is to happen and when. Everything due is run in order of time, then of planning, so that the world is the same
/// whether it is advanced in one step or in many.
/// </summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (long Ticks, long Order)> queue = new();
    private long order;
    private DateTimeOffset? pausedAt;

    /// <summary>Whether generation stands still.</summary>
    public bool IsPaused => pausedAt is not null;

    /// <summary>Plans <paramref name="act"/> for <paramref name="at"/>; it is given that time.</summary>
    public void Plan(DateTimeOffset at, Action<DateTimeOffset> act) => queue.Enqueue(act, (at.UtcTicks, order++));

    /// <summary>Runs what is due at <paramref name="now"/>; a clock that went back runs nothing.</summary>
    public void RunUntil(DateTimeOffset now)
    {
        while (pausedAt is null && queue.TryPeek(out Action<DateTimeOffset>? act, out (long Ticks, long Order) due) && due.Ticks <= now.UtcTicks)
        {
            queue.Dequeue();
            act(new DateTimeOffset(due.Ticks, TimeSpan.Zero));
        }
    }

    /// <summary>Holds everything that is planned.</summary>
    public void Pause(DateTimeOffset now) => pausedAt ??= now;

    /// <summary>Goes on; what was planned happens later by the length of the pause.</summary>
    public void Resume(DateTimeOffset now)
    {
        if (pausedAt is not { } since)
        {
            return;
        }

        pausedAt = null;
        long delay = Math.Max(0, (now - since).Ticks);
        (Action<DateTimeOffset> Element, (long Ticks, long Order) Priority)[] held = [.. queue.UnorderedItems];
        queue.Clear();
        foreach ((Action<DateTimeOffset> act, (long ticks, long planned)) in held)
        {
            queue.Enqueue(act, (ticks + delay, planned));
        }
    }
}
