using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// What the source said of the incidents that were asked for last, kept up to date by the log that the follower reads anyway: the next change of the
/// same incident need not read its whole stream. For the follower alone.
/// </summary>
internal sealed class IncidentFacts
{
    private const int Most = 2_000;

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal) { "alert_ingested", "alert_revised", "alert_redirected", "payload_erased" };

    private readonly Dictionary<string, (AlertState State, long Position)> kept = new(StringComparer.Ordinal);

    /// <summary>The next event of the log.</summary>
    public void Apply(StoredEvent stored)
    {
        if (Types.Contains(stored.Type) && kept.TryGetValue(stored.Stream, out var known) && stored.Position > known.Position)
        {
            var state = AlertState.Apply(known.State, EventCodec.Decode(stored.Type, stored.Data.Span), stored.Id, stored.Version, stored.Timestamp)!;
            kept[stored.Stream] = (state, stored.Position);
        }
    }

    /// <summary>The facts of an alert's stream as of a position that was followed up to; null when its stream must be read.</summary>
    public AlertFacts? At(string stream, long position) =>
        kept.TryGetValue(stream, out var known) && known.Position <= position ? known.State.Facts : null;

    /// <summary>Keeps a stream that was read whole.</summary>
    public void Keep(string stream, IReadOnlyList<StoredEvent> events)
    {
        if (TicketLog.Fold(events, long.MaxValue) is { } state)
        {
            if (kept.Count >= Most)
            {
                kept.Clear();
            }

            kept[stream] = (state, events[^1].Position);
        }
    }
}
