using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Dashboards;

/// <summary>How a dashboard differs between two moments.</summary>
/// <param name="From">The former position.</param>
/// <param name="To">The later position.</param>
/// <param name="Before">The numbers at the former; absent when the connector was not known then.</param>
/// <param name="After">The numbers at the later.</param>
/// <param name="Changed">Every number that differs.</param>
/// <param name="Alerts">Opens the alerts that appeared and vanished, each with the event that made it so.</param>
public sealed record DashboardDifferenceView(
    long From, long To, ConnectorDashboard? Before, ConnectorDashboard After, IReadOnlyList<NumberChange> Changed, string Alerts);

/// <summary>A number that differs.</summary>
/// <param name="Table">Where it stands: <c>conservation</c>, <c>days</c>, <c>bySeverity</c>, <c>byStatus</c>, <c>byDetectionSource</c>, <c>byInvestigationStatus</c> or <c>byExclusionRule</c>.</param>
/// <param name="Value">Its row, such as the severity; empty in the balance of the whole.</param>
/// <param name="State"><c>ingested</c>, <c>shown</c>, <c>excluded</c> or <c>merged</c>.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
public sealed record NumberChange(string Table, string Value, string State, long Before, long After);

/// <summary>The numbers of dashboards side by side. Pure.</summary>
public static class DashboardNumbers
{
    /// <summary>Every number that differs, in the order of a dashboard.</summary>
    public static IReadOnlyList<NumberChange> Between(ConnectorDashboard? before, ConnectorDashboard after)
    {
        var was = (before is null ? [] : Of(before)).ToDictionary(static n => n.Key, static n => n.Number);
        var now = Of(after).ToDictionary(static n => n.Key, static n => n.Number);
        return
        [
            .. now.Keys.Union(was.Keys).Select(key => new NumberChange(key.Table, key.Value, key.State, was.GetValueOrDefault(key), now.GetValueOrDefault(key)))
                .Where(static change => change.Before != change.After),
        ];
    }

    private static IEnumerable<((string Table, string Value, string State) Key, long Number)> Of(ConnectorDashboard dashboard) =>
    [
        .. Balance("conservation", "", dashboard.Conservation),
        .. dashboard.Days.SelectMany(static d => Balance("days", d.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), d.Conservation)),
        .. Tallies("bySeverity", dashboard.BySeverity),
        .. Tallies("byStatus", dashboard.ByStatus),
        .. Tallies("byDetectionSource", dashboard.ByDetectionSource),
        .. Tallies("byInvestigationStatus", dashboard.ByInvestigationStatus),
        .. dashboard.ByExclusionRule.Select(static r => (("byExclusionRule", r.Value, "excluded"), r.Count)),
    ];

    private static IEnumerable<((string Table, string Value, string State) Key, long Number)> Tallies(string table, IEnumerable<Tally> tallies) =>
        tallies.SelectMany(t => Balance(table, t.Value, t.Conservation));

    private static IEnumerable<((string Table, string Value, string State) Key, long Number)> Balance(string table, string value, Conservation balance) =>
    [
        ((table, value, "ingested"), balance.Ingested),
        ((table, value, "shown"), balance.Shown),
        ((table, value, "excluded"), balance.Excluded),
        ((table, value, "merged"), balance.Merged),
    ];
}
