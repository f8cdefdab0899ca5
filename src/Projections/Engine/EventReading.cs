using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Reads stored events for one projection.</summary>
internal static class EventReading
{
    private static readonly HashSet<string> Known = EventTypes.All.Select(t => t.Alias).ToHashSet(StringComparer.Ordinal);

    /// <summary>The events that the projection wants, decoded.</summary>
    /// <exception cref="UnfoldableEventException">An event is of an unknown type or cannot be read; nothing is passed by in silence.</exception>
    public static IReadOnlyList<FoldedEvent> Read(IProjection projection, IReadOnlyList<StoredEvent> events)
    {
        var read = new List<FoldedEvent>(events.Count);
        foreach (var stored in events)
        {
            if (!Known.Contains(stored.Type))
            {
                throw new UnfoldableEventException(stored.Position, new UnknownEventException(stored.Type));
            }

            if (projection.Wants(stored.Type))
            {
                read.Add(new FoldedEvent(stored, Decode(stored)));
            }
        }

        return read;
    }

    private static Domain.Events.LedgerEvent Decode(StoredEvent stored)
    {
        try
        {
            return EventCodec.Decode(stored.Type, stored.Data.Span);
        }
        catch (JsonException e)
        {
            throw new UnfoldableEventException(stored.Position, e);
        }
    }
}

/// <summary>A projection stands still before an event that it cannot read.</summary>
public sealed class UnfoldableEventException : Exception
{
    /// <summary>Names the position and the cause.</summary>
    public UnfoldableEventException(long position, Exception cause)
        : base($"The event at position {position} cannot be folded: {cause?.Message}", cause) => Position = position;

    /// <summary>The event's position.</summary>
    public long Position { get; }
}
