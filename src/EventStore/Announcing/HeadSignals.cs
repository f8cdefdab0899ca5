using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Dropzone.Ledger.EventStore;

/// <summary>Tells followers of this process that a log grew and by what, and the announcer that the world should hear of it.</summary>
internal sealed class HeadSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RecentEvents> recent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> waiting = new(StringComparer.Ordinal);
    private readonly Channel<string> announcements = Channel.CreateUnbounded<string>();

    /// <summary>A task that ends at the next sign that the tenant's log grew.</summary>
    public Task Ticket(string tenant) =>
        tickets.GetOrAdd(tenant, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>What this process knows of the end of a tenant's log.</summary>
    public RecentEvents Recent(string tenant) => recent.GetOrAdd(tenant, static _ => new RecentEvents());

    /// <summary>This process appended and knows the events whole.</summary>
    public void Appended(string tenant, IReadOnlyList<StoredEvent> events)
    {
        Recent(tenant).Appended(events);
        Wake(tenant);
        Announce(tenant);
    }

    /// <summary>This process appended up to a position, some of it known before: the log tells what.</summary>
    public void Appended(string tenant, long head)
    {
        Heard(tenant, head);
        Announce(tenant);
    }

    /// <summary>Somebody appended up to a position.</summary>
    public void Heard(string tenant, long head)
    {
        if (Recent(tenant).Heard(head))
        {
            Wake(tenant);
        }
    }

    /// <summary>Wakes all followers: something may have been missed.</summary>
    public void WakeAll()
    {
        foreach (var known in recent.Values)
        {
            known.Forget();
        }

        foreach (var tenant in tickets.Keys)
        {
            Wake(tenant);
        }
    }

    /// <summary>The next tenant to announce; many appends meanwhile are one announcement.</summary>
    public async ValueTask<string> NextAnnouncementAsync(CancellationToken cancellationToken)
    {
        var tenant = await announcements.Reader.ReadAsync(cancellationToken);
        waiting.TryRemove(tenant, out _);
        return tenant;
    }

    private void Wake(string tenant)
    {
        if (tickets.TryRemove(tenant, out var ticket))
        {
            ticket.TrySetResult();
        }
    }

    private void Announce(string tenant)
    {
        if (waiting.TryAdd(tenant, 0))
        {
            announcements.Writer.TryWrite(tenant);
        }
    }
}
