using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>
/// Which rows a batch has to load. A stream whose first event stands in the batch has no row yet, and the id of an alert is made from its stream:
/// so a first sight, which most events are, costs no look-up, and the others one by the primary key.
/// </summary>
internal static class Revisited
{
    /// <summary>The ids of the alerts that began before these events.</summary>
    public static IReadOnlyList<Guid> Alerts(IReadOnlyList<FoldedEvent> events)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ids = new List<Guid>();
        foreach (var (stored, e) in events)
        {
            if (e is AlertEvent && seen.Add(stored.Stream) && stored.Version > 1)
            {
                ids.Add(EventIds.AlertIngested(stored.Stream));
            }
        }

        return ids;
    }
}
