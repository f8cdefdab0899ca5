using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Folds the alert list and, from the very rows that it changes, the counters of the connector dashboard: what is merged is decided by the
/// groups, and they are decided once.
/// </summary>
internal sealed class AlertListProjection : IProjection
{
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "alert_ingested", "alert_revised", "alert_redirected", "alert_excluded", "alert_admitted", "investigation_status_changed",
        "investigation_assigned", "payload_erased", "group_rules_changed", "connector_configured",
    };

    public string Name => ProjectionNames.AlertList;

    public bool Leads => true;

    public IReadOnlyList<string> Definitions { get; } = ["AlertList/tables.sql", "ConnectorDashboard/tables.sql"];

    public IReadOnlyList<string> Indexes { get; } = ["AlertList/indexes.sql", "ConnectorDashboard/indexes.sql"];

    public IReadOnlyList<string> Tables { get; } =
    [
        "alerts", "alerts_past", "group_claims", "group_offers", "group_rules", "dashboard_connectors", "dashboard_counts", "dashboard_days",
        "dashboard_hours", "dashboard_marks", "dashboard_counts_past", "dashboard_days_past", "dashboard_hours_past",
    ];

    public bool Wants(string type) => Wanted.Contains(type);

    public IFold Begin() => new AlertListFold();
}
