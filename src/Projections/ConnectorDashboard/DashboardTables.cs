using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>The tables of counters.</summary>
internal static class DashboardTables
{
    /// <summary>Where the counters stand.</summary>
    public static async Task<DashboardStand> StandAsync(TableSpace tables, CancellationToken cancellationToken)
    {
        var mark = await tables.Command("ConnectorDashboard/marks_last.sql")
            .ReadAsync(static r => new DashboardMark(r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1)), cancellationToken) is [var last] ? last : DashboardMark.Beginning;
        var cells = await tables.Command("ConnectorDashboard/counts_open.sql").With(mark.Position).ReadAsync(
            static r => new CountCell(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6)), cancellationToken);
        var days = await tables.Command("ConnectorDashboard/days_open.sql").With(mark.Position)
            .ReadAsync(static r => (r.GetString(0), r.GetFieldValue<DateOnly>(1)), cancellationToken);
        var hours = await tables.Command("ConnectorDashboard/hours_open.sql").With(mark.Position).With(mark.Recorded)
            .ReadAsync(static r => (r.GetString(0), r.GetFieldValue<DateTimeOffset>(1)), cancellationToken);
        return new DashboardStand(mark, cells.ToHashSet(), days.ToHashSet(), hours.ToHashSet());
    }

    /// <summary>Adds the changes of a batch, and keeps what the counters were at each mark in it.</summary>
    public static async Task AddAsync(TableSpace tables, DashboardBatch batch, CancellationToken cancellationToken)
    {
        await AddAsync(tables, batch.Added, cancellationToken);
        if (batch.Marks is { Count: > 0 } marks)
        {
            await KeepAsync(tables, batch, cancellationToken);
            await tables.Command("ConnectorDashboard/marks_add.sql")
                .WithColumn(marks, static m => m.Position).WithColumn(marks, static m => m.Recorded).RunAsync(cancellationToken);
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
            await WithCells(tables.Command("ConnectorDashboard/counts_add.sql"), cells, static c => c.Key)
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

    private static async Task KeepAsync(TableSpace tables, DashboardBatch batch, CancellationToken cancellationToken)
    {
        await WithCells(tables.Command("ConnectorDashboard/counts_keep.sql"), batch.Cells, static c => c.Key)
            .WithColumn(batch.Cells, static c => c.Mark).WithColumn(batch.Cells, static c => c.Later).RunAsync(cancellationToken);
        await tables.Command("ConnectorDashboard/days_keep.sql")
            .WithColumn(batch.Days, static d => d.Key.Connector).WithColumn(batch.Days, static d => d.Key.Day).WithColumn(batch.Days, static d => d.Mark)
            .WithColumn(batch.Days, static d => d.Later.Ingested).WithColumn(batch.Days, static d => d.Later.Shown)
            .WithColumn(batch.Days, static d => d.Later.Excluded).WithColumn(batch.Days, static d => d.Later.Merged).RunAsync(cancellationToken);
        await tables.Command("ConnectorDashboard/hours_keep.sql")
            .WithColumn(batch.Hours, static h => h.Key.Connector).WithColumn(batch.Hours, static h => h.Key.Hour)
            .WithColumn(batch.Hours, static h => h.Mark).WithColumn(batch.Hours, static h => h.Later).RunAsync(cancellationToken);
    }

    private static Statement WithCells<T>(Statement statement, IReadOnlyCollection<T> rows, Func<T, CountCell> cell) => statement
        .WithColumn(rows, r => cell(r).Connector).WithColumn(rows, r => cell(r).State).WithColumn(rows, r => cell(r).Severity)
        .WithColumn(rows, r => cell(r).Status).WithColumn(rows, r => cell(r).DetectionSource)
        .WithColumn(rows, r => cell(r).InvestigationStatus).WithColumn(rows, r => cell(r).ExcludedRule);
}
