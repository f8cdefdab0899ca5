using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>The tables of counters.</summary>
internal static class DashboardTables
{
    /// <summary>Adds a batch's deltas.</summary>
    public static async Task AddAsync(TableSpace tables, DashboardDeltas deltas, CancellationToken cancellationToken)
    {
        if (deltas.Cells.Count > 0)
        {
            var cells = deltas.Cells.ToList();
            await tables.Command("ConnectorDashboard/counts_add.sql")
                .WithColumn(cells, c => c.Key.Connector).WithColumn(cells, c => c.Key.State).WithColumn(cells, c => c.Key.Severity)
                .WithColumn(cells, c => c.Key.Status).WithColumn(cells, c => c.Key.DetectionSource).WithColumn(cells, c => c.Key.InvestigationStatus)
                .WithColumn(cells, c => c.Key.ExcludedRule).WithColumn(cells, c => c.Value).RunAsync(cancellationToken);
            if (cells.Exists(c => c.Value < 0))
            {
                await tables.Command("ConnectorDashboard/counts_prune.sql").RunAsync(cancellationToken);
            }
        }

        if (deltas.Days.Count > 0)
        {
            var days = deltas.Days.ToList();
            await tables.Command("ConnectorDashboard/days_add.sql")
                .WithColumn(days, d => d.Key.Connector).WithColumn(days, d => d.Key.Day)
                .WithColumn(days, d => d.Value.Ingested).WithColumn(days, d => d.Value.Shown)
                .WithColumn(days, d => d.Value.Excluded).WithColumn(days, d => d.Value.Merged).RunAsync(cancellationToken);
        }

        if (deltas.Hours.Count > 0)
        {
            var hours = deltas.Hours.ToList();
            await tables.Command("ConnectorDashboard/hours_add.sql")
                .WithColumn(hours, h => h.Key.Connector).WithColumn(hours, h => h.Key.Hour).WithColumn(hours, h => h.Value).RunAsync(cancellationToken);
        }
    }

    /// <summary>Keeps the last name and kind of each configured connector.</summary>
    public static Task NameAsync(TableSpace tables, IReadOnlyList<ConnectorConfigured> configured, CancellationToken cancellationToken)
    {
        if (configured.Count == 0)
        {
            return Task.CompletedTask;
        }

        var last = configured.GroupBy(c => c.Connector, StringComparer.Ordinal).Select(g => g.Last()).ToList();
        return tables.Command("ConnectorDashboard/connectors_name.sql")
            .WithColumn(last, c => c.Connector).WithColumn(last, c => c.Settings.Kind).WithColumn(last, c => c.Settings.Name).RunAsync(cancellationToken);
    }
}
