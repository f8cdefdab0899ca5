using Dropzone.Ledger.Domain.Text;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>A write of ours to the incident that an alert is, as it will come back with a later poll.</summary>
/// <param name="Fields">What it left.</param>
/// <param name="ModifiedAt">When the source says that it took it, in UTC ticks; absent when it did not say.</param>
/// <param name="Application">The name under which the source shows who wrote; absent when it is not known.</param>
public sealed record OwnWrite(TicketFields Fields, long? ModifiedAt = null, string? Application = null)
{
    /// <summary>
    /// Whether a version of the source is this write coming back. It has the values that were written, and it is known to be ours: the source
    /// names our application as who modified it; or, where one side has no name for it, it is of the very time at which the source took the
    /// write; or nothing but the stamps of the modification differs from what is known already, as when a synchronisation writes the same again.
    /// </summary>
    /// <param name="known">The facts of the current version.</param>
    /// <param name="seen">The facts of the version seen.</param>
    public bool ComesBackAs(AlertFacts known, AlertFacts seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (!TicketRules.Same(Fields, new TicketFields(seen.Status, seen.Classification, seen.Determination)))
        {
            return false;
        }

        return seen.ModifiedBy is { } by && Application is { } ours
            ? Names(by, ours) || FactChanges.Between(known, seen).All(static changed => Stamps.Contains(changed))
            : ModifiedAt is { } at && SourceTime.TryParse(seen.ModifiedAt, out var time) && time.UtcTicks == at;
    }

    // The table's own words stand around the name: "External application - name".
    private static bool Names(string by, string ours) =>
        by.Equals(ours, StringComparison.OrdinalIgnoreCase) || by.EndsWith("- " + ours, StringComparison.OrdinalIgnoreCase);

    private static readonly HashSet<string> Stamps = new(["modifiedAt", "modifiedBy"], StringComparer.Ordinal);
}
