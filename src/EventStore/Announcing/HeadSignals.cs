using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Dropzone.Ledger.EventStore;

/// <summary>Tells followers of this process that a log grew, and the announcer that the world should hear of it.</summary>
internal sealed class HeadSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> waiting = new(StringComparer.Ordinal);
    private readonly Channel<string> announcements = Channel.CreateUnbounded<string>();

    /// <summary>A task that ends at the next sign that the tenant's log grew.</summary>
    public Task Ticket(string tenant) =>
        tickets.GetOrAdd(tenant, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>This process appended.</summary>
    public void Appended(string tenant)
    {
        Wake(tenant);
        if (waiting.TryAdd(tenant, 0))
        {
            announcements.Writer.TryWrite(tenant);
        }
    }

    /// <summary>Wakes the followers of a tenant.</summary>
    public void Wake(string tenant)
    {
        if (tickets.TryRemove(tenant, out var ticket))
        {
            ticket.TrySetResult();
        }
    }

    /// <summary>Wakes all followers: something may have been missed.</summary>
    public void WakeAll()
    {
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
}
