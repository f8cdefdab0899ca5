using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>The tables of counters.</summary>
internal static class DashboardTables
{
    /// <summary>The last mark.</summary>
    public static async Task<DashboardMark> LastMarkAsync(TableSpace tables, CancellationToken cancellationToken) =>
        await tables.Command("ConnectorDashboard/marks_last.sql")
            .ReadAsync(static r => new DashboardMark(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1)), cancellationToken) is [var mark]
            ? mark : DashboardMark.Beginning;

    /// <summary>Adds the changes of a batch, and keeps what the counters are at each mark in it.</summary>
    public static async Task AddAsync(
        TableSpace tables, IReadOnlyList<DashboardStretch> stretches, DashboardMark last, CancellationToken cancellationToken)
    {
        foreach (var (deltas, mark) in stretches)
        {
            await AddAsync(tables, deltas, cancellationToken);
            if (mark is not null)
            {
                await KeepAsync(tables, mark, last, cancellationToken);
                last = mark;
            }
        }
    }

    /// <summary>Keeps the kinds and names of configured connectors.</summary>
    public static Task NameAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var named = events.Where(static e => e.Event is ConnectorConfigured).Select(static e => (e.Stored.Position, Event: (ConnectorConfigured)e.Event)).ToList();
        return named.Count == 0
            ? Task.CompletedTask
            : tables.Command("ConnectorDashboard/connectors_name.sql")
                .WithColumn(named, static c => c.Event.Connector).WithColumn(named, static c => c.Position)
                .WithColumn(named, static c => c.Event.Settings.Kind).WithColumn(named, static c => c.Event.Settings.Name).RunAsync(cancellationToken);
    }

    private static async Task AddAsync(TableSpace tables, DashboardDeltas deltas, CancellationToken cancellationToken)
    {
        if (deltas.Cells is { Count: > 0 } cells)
        {
            await tables.Command("ConnectorDashboard/counts_add.sql")
                .WithColumn(cells, static c => c.Key.Connector).WithColumn(cells, static c => c.Key.State).WithColumn(cells, static c => c.Key.Severity)
                .WithColumn(cells, static c => c.Key.Status).WithColumn(cells, static c => c.Key.DetectionSource)
                .WithColumn(cells, static c => c.Key.InvestigationStatus).WithColumn(cells, static c => c.Key.ExcludedRule)
                .WithColumn(cells, static c => c.Value.Delta).WithColumn(cells, static c => c.Value.Last).RunAsync(cancellationToken);
        }

        if (deltas.Days is { Count: > 0 } days)
        {
            await tables.Command("ConnectorDashboard/days_add.sql")
                .WithColumn(days, static d => d.Key.Connector).WithColumn(days, static d => d.Key.Day)
                .WithColumn(days, static d => d.Value.Delta.Ingested).WithColumn(days, static d => d.Value.Delta.Shown)
                .WithColumn(days, static d => d.Value.Delta.Excluded).WithColumn(days, static d => d.Value.Delta.Merged)
                .WithColumn(days, static d => d.Value.Last).RunAsync(cancellationToken);
        }

        if (deltas.Hours is { Count: > 0 } hours)
        {
            await tables.Command("ConnectorDashboard/hours_add.sql")
                .WithColumn(hours, static h => h.Key.Connector).WithColumn(hours, static h => h.Key.Hour).WithColumn(hours, static h => h.Value.Delta)
                .WithColumn(hours, static h => h.Value.First).WithColumn(hours, static h => h.Value.Last).RunAsync(cancellationToken);
        }
    }

    private static async Task KeepAsync(TableSpace tables, DashboardMark mark, DashboardMark last, CancellationToken cancellationToken)
    {
        await tables.Command("ConnectorDashboard/counts_keep.sql").With(mark.Position).With(last.Position).RunAsync(cancellationToken);
        await tables.Command("ConnectorDashboard/days_keep.sql").With(mark.Position).With(last.Position).RunAsync(cancellationToken);
        await tables.Command("ConnectorDashboard/hours_keep.sql").With(mark.Position).With(last.Position).With(last.Recorded).RunAsync(cancellationToken);
        await tables.Command("ConnectorDashboard/marks_add.sql").With(mark.Position).With(mark.Recorded).RunAsync(cancellationToken);
    }
}
