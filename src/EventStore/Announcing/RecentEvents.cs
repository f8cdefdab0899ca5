namespace Dropzone.Ledger.EventStore;

/// <summary>
/// The end of one tenant's log as far as this process knows it: the last events that it appended itself, unless somebody else appended between
/// them, and how far the log is heard to reach. Who follows the log has them from here instead of reading them again. Safe for concurrent use.
/// </summary>
internal sealed class RecentEvents
{
    private const int MostBytes = 1 << 20;

    private readonly Lock gate = new();

    // Without a hole, and nothing in it that is not committed.
    private readonly List<StoredEvent> run = [];
    private int bytes;
    private long last;
    private long heard;

    /// <summary>This process appended: the events of one append, committed, in order of position.</summary>
    public void Appended(IReadOnlyList<StoredEvent> events)
    {
        lock (gate)
        {
            var (from, to) = (events[0].Position, events[^1].Position);
            if (run.Count > 0 && to == run[0].Position - 1)
            {
                // Replies may come in another order than the appends went.
                run.InsertRange(0, events);
                bytes += events.Sum(static e => e.Data.Length);
            }
            else if (to > last)
            {
                if (from != last + 1)
                {
                    run.Clear();
                    bytes = 0;
                }

                run.AddRange(events);
                bytes += events.Sum(static e => e.Data.Length);
                last = to;
            }

            if (bytes > MostBytes)
            {
                ForgetOldest();
            }
        }
    }

    /// <summary>The log reaches a position, whoever appended.</summary>
    /// <returns>False when everybody who follows has been told so already.</returns>
    public bool Heard(long head)
    {
        lock (gate)
        {
            heard = Math.Max(heard, head);
            return head > last;
        }
    }

    /// <summary>Something may have been missed: only the log can tell what comes next.</summary>
    public void Forget()
    {
        lock (gate)
        {
            run.Clear();
            (bytes, last, heard) = (0, 0, Math.Max(heard, last));
        }
    }

    /// <summary>The events after a position; empty where the log is known to end; null where only the log can tell.</summary>
    public IReadOnlyList<StoredEvent>? After(long position, int limit)
    {
        lock (gate)
        {
            if (position == last && last > 0 && heard <= last)
            {
                return [];
            }

            if (run.Count == 0 || position < run[0].Position - 1 || position >= last)
            {
                return null;
            }

            var next = (int)(position - run[0].Position + 1);
            return run.GetRange(next, Math.Min(limit, run.Count - next));
        }
    }

    private void ForgetOldest()
    {
        var oldest = 0;
        while (bytes > MostBytes / 2)
        {
            bytes -= run[oldest++].Data.Length;
        }

        run.RemoveRange(0, oldest);
    }
}
