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
        var (folded, _, halt) = ReadUntilHalt(projection, 0, events);
        return halt is null ? folded : throw halt;
    }

    /// <summary>The events before the first one that cannot be read, the position that they reach, and why reading halted there, if it did.</summary>
    public static (IReadOnlyList<FoldedEvent> Events, long Reached, UnfoldableEventException? Halt) ReadUntilHalt(
        IProjection projection, long from, IReadOnlyList<StoredEvent> events)
    {
        var read = new List<FoldedEvent>(events.Count);
        var reached = from;
        foreach (var stored in events)
        {
            try
            {
                if (!Known.Contains(stored.Type))
                {
                    throw new UnknownEventException(stored.Type);
                }

                if (projection.Wants(stored.Type))
                {
                    read.Add(new FoldedEvent(stored, EventCodec.Decode(stored.Type, stored.Data.Span)));
                }
            }
            catch (Exception e) when (e is UnknownEventException or JsonException)
            {
                return (read, reached, new UnfoldableEventException(stored.Position, e));
            }

            reached = stored.Position;
        }

        return (read, reached, null);
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
