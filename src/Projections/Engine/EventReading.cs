using System.Text.Json;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>Decodes stored events, once for all projections, and picks those of one.</summary>
internal static class EventReading
{
    private static readonly HashSet<string> Known = EventTypes.All.Select(t => t.Alias).ToHashSet(StringComparer.Ordinal);

    /// <summary>What decodes an event while it is read; one that cannot be is kept with the reason.</summary>
    /// <param name="wanted">Which types are folded by anybody; others are not decoded.</param>
    public static EventRead<DecodedEvent> Of(Func<string, bool> wanted) => (stored, data) => Decode(stored, data, wanted);

    /// <summary>Events that were read before, decoded.</summary>
    public static IReadOnlyList<DecodedEvent> Decode(IReadOnlyList<StoredEvent> events, Func<string, bool> wanted) =>
        [.. events.Select(e => Decode(e, e.Data.Span, wanted))];

    /// <summary>The events that the projection wants, decoded.</summary>
    /// <exception cref="UnfoldableEventException">An event is of an unknown type or cannot be read; nothing is passed by in silence.</exception>
    public static IReadOnlyList<FoldedEvent> Read(IProjection projection, IReadOnlyList<StoredEvent> events)
    {
        var (folded, _, halt) = Pick(projection, 0, Decode(events, projection.Wants));
        return halt is null ? folded : throw halt;
    }

    /// <summary>
    /// Of the events after a position: those that the projection wants before the first one that cannot be read, the position that they reach, and
    /// why reading halted there, if it did.
    /// </summary>
    public static (IReadOnlyList<FoldedEvent> Events, long Reached, UnfoldableEventException? Halt) Pick(
        IProjection projection, long from, IReadOnlyList<DecodedEvent> events)
    {
        var picked = new List<FoldedEvent>(events.Count);
        var reached = from;
        foreach (var (stored, e, failure) in events)
        {
            if (stored.Position <= from)
            {
                continue;
            }

            var wanted = projection.Wants(stored.Type);
            if (failure is not null && (wanted || !Known.Contains(stored.Type)))
            {
                return (picked, reached, new UnfoldableEventException(stored.Position, failure));
            }

            if (wanted)
            {
                picked.Add(new FoldedEvent(stored, e!));
            }

            reached = stored.Position;
        }

        return (picked, reached, null);
    }

    private static DecodedEvent Decode(StoredEvent stored, ReadOnlySpan<byte> data, Func<string, bool> wanted)
    {
        try
        {
            return !Known.Contains(stored.Type) ? new DecodedEvent(stored, null, new UnknownEventException(stored.Type))
                : wanted(stored.Type) ? new DecodedEvent(stored, EventCodec.Decode(stored.Type, data), null)
                : new DecodedEvent(stored, null, null);
        }
        catch (Exception e) when (e is UnknownEventException or JsonException)
        {
            return new DecodedEvent(stored, null, e);
        }
    }
}

/// <summary>An event of the log and what it says; neither when nobody folds its type, the reason when it cannot be read.</summary>
internal readonly record struct DecodedEvent(StoredEvent Stored, LedgerEvent? Event, Exception? Failure);

/// <summary>A projection stands still before an event that it cannot read.</summary>
public sealed class UnfoldableEventException : Exception
{
    /// <summary>Names the position and the cause.</summary>
    public UnfoldableEventException(long position, Exception cause)
        : base($"The event at position {position} cannot be folded: {cause?.Message}", cause) => Position = position;

    /// <summary>The event's position.</summary>
    public long Position { get; }
}
