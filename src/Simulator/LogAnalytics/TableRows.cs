using Dropzone.Ledger.Simulator.Kql;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.LogAnalytics;

/// <summary>Turns stored rows into rows of a query.</summary>
internal static class TableRows
{
    /// <summary>The rows within every interval of the request, by TimeGenerated, with the hidden ingestion time.</summary>
    public static KqlRows Of(LogColumn[] columns, LogRow[] rows, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> intervals)
    {
        IEnumerable<LogRow> within = rows.Where(row => intervals.All(interval =>
            row.Cells.GetValueOrDefault("TimeGenerated") is DateTimeOffset time && time >= interval.From && time <= interval.To));
        return new KqlRows(
            [.. columns, new LogColumn(KqlRows.IngestionColumn, LogType.DateTime)],
            [.. within.Select(row =>
            {
                object?[] cells = new object?[columns.Length + 1];
                for (int i = 0; i < columns.Length; i++)
                {
                    cells[i] = row.Cells.GetValueOrDefault(columns[i].Name) ?? (columns[i].Type == LogType.String ? "" : null);
                }

                cells[^1] = row.IngestionTime;
                return cells;
            })]);
    }
}
