using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// The first read of a ticket, begun while its intent is still being recorded. Reading has no effect, and the etag of what was read guards the
/// write; so that nothing is lost but the read when the intent is not worked on after all. Safe for concurrent use.
/// </summary>
internal sealed class ReadAhead(TicketBook book, TicketDesk desk, int most, TimeProvider time, CancellationToken stop)
{
    // An intent that had to wait, such as for a place or for its connector to be enabled, reads anew.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, (long At, Task<(IncidentReading Reading, TicketDesk.Way? Way)> Read)> begun = new();

    /// <summary>Begins to read for an intent that nothing stands in front of; never more than may be worked on at once.</summary>
    public void Begin(Guid intent, TicketReference ticket)
    {
        if (begun.Count < most && !book.HasOpen(ticket))
        {
            begun[intent] = (time.GetTimestamp(), ReadAsync(book.Resolve(ticket)));
        }
    }

    /// <summary>What was begun for an intent, once; false when nothing was, or when it is too long ago.</summary>
    public bool TryTake(Guid intent, [NotNullWhen(true)] out Task<(IncidentReading Reading, TicketDesk.Way? Way)>? read)
    {
        read = begun.TryRemove(intent, out var early) && time.GetElapsedTime(early.At) <= Fresh ? early.Read : null;
        return read is not null;
    }

    private async Task<(IncidentReading, TicketDesk.Way?)> ReadAsync(TicketReference ticket)
    {
        var (way, problem) = await desk.OpenAsync(ticket, stop).ConfigureAwait(false);
        return way is null ? (new IncidentReading.Failed(problem!), null) : (await way.ReadAsync(stop).ConfigureAwait(false), way);
    }
}
