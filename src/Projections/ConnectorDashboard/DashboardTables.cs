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

    /// <summary>The cells of one connector, or of all.</summary>
    public static Task<List<(CountCell Cell, long Alerts)>> CellsAsync(TableSpace tables, string? connector, CancellationToken cancellationToken) =>
        tables.Command("ConnectorDashboard/counts_load.sql").With(connector).ReadAsync(
            r => (new CountCell(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6)), r.GetInt64(7)),
            cancellationToken);

    /// <summary>The days of one connector, or of all.</summary>
    public static Task<List<(string Connector, DayConservation Day)>> DaysAsync(TableSpace tables, string? connector, CancellationToken cancellationToken) =>
        tables.Command("ConnectorDashboard/days_load.sql").With(connector).ReadAsync(
            r => (r.GetString(0), new DayConservation(r.GetFieldValue<DateOnly>(1), new Conservation(r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5)))),
            cancellationToken);

    /// <summary>The newest hours of one connector, or of each.</summary>
    public static Task<List<(string Connector, HourCount Hour)>> HoursAsync(
        TableSpace tables, string? connector, int newest, CancellationToken cancellationToken) =>
        tables.Command("ConnectorDashboard/hours_load.sql").With(connector).With(newest).ReadAsync(
            r => (r.GetString(0), new HourCount(r.GetFieldValue<DateTimeOffset>(1), r.GetInt64(2))), cancellationToken);

    /// <summary>The connectors that were ever configured.</summary>
    public static Task<List<(string Connector, string Kind, string? Name)>> ConnectorsAsync(
        TableSpace tables, string? connector, CancellationToken cancellationToken) =>
        tables.Command("ConnectorDashboard/connectors_load.sql").With(connector).ReadAsync(
            r => (r.GetString(0), r.GetString(1), r.Maybe<string>(2)), cancellationToken);
}
