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
/// <param name="Table">
/// Where it stands: <c>conservation</c>, <c>days</c>, <c>bySeverity</c>, <c>byStatus</c>, <c>byDetectionSource</c>, <c>byInvestigationStatus</c>,
/// <c>byExclusionRule</c>, <c>work</c> or <c>tickets</c>.
/// </param>
/// <param name="Value">Its row, such as the severity; empty in a balance of the whole.</param>
/// <param name="State">
/// <c>ingested</c>, <c>shown</c>, <c>excluded</c> or <c>merged</c>; of <c>work</c> <c>begun</c> or <c>closed</c>; of <c>tickets</c> the part of the balance.
/// </param>
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
        .. (dashboard.Work ?? []).SelectMany(static w => Named("work", w.Severity, ("begun", w.Begun), ("closed", w.Closed))),
        .. dashboard.Tickets is { } t
            ? Named(
                "tickets", "", ("intents", t.Intents), ("written", t.Written), ("alreadyInSync", t.AlreadyInSync), ("superseded", t.Superseded),
                ("failed", t.Failed), ("waiting", t.Waiting), ("needsPerson", t.NeedsPerson))
            : [],
    ];

    private static IEnumerable<((string Table, string Value, string State) Key, long Number)> Tallies(string table, IEnumerable<Tally> tallies) =>
        tallies.SelectMany(t => Balance(table, t.Value, t.Conservation));

    private static IEnumerable<((string Table, string Value, string State) Key, long Number)> Balance(string table, string value, Conservation balance) =>
        Named(table, value, ("ingested", balance.Ingested), ("shown", balance.Shown), ("excluded", balance.Excluded), ("merged", balance.Merged));

    private static IEnumerable<((string Table, string Value, string State) Key, long Number)> Named(
        string table, string value, params (string State, long Number)[] numbers) => numbers.Select(n => ((table, value, n.State), n.Number));
}
