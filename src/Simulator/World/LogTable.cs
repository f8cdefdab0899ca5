namespace Dropzone.Ledger.Simulator.World;

/// <summary>The column types of Log Analytics.</summary>
internal enum LogType
{
    String,
    DateTime,
    Int,
    Long,
    Real,
    Bool,
    Dynamic,
    TimeSpan,
    Guid,
}

/// <summary>One column.</summary>
internal sealed record LogColumn(string Name, LogType Type);

/// <summary>
/// One row, never changed after it was written. Cells: string, DateTimeOffset, long, double, bool, JsonElement (dynamic)
/// or null; a column the row lacks is empty (string) or null.
/// </summary>
internal sealed record LogRow(IReadOnlyDictionary<string, object?> Cells, DateTimeOffset IngestionTime);

/// <summary>A table to which rows are only ever appended. Not thread-safe: the world's gate guards it.</summary>
internal sealed class LogTable(string name, IEnumerable<LogColumn> columns)
{
    private readonly List<LogColumn> columns = [.. columns];
    private readonly List<LogRow> rows = [];

    /// <summary>The table's name.</summary>
    public string Name { get; } = name;

    /// <summary>The columns; a row with an unknown one adds it as text.</summary>
    public IReadOnlyList<LogColumn> Columns => columns;

    /// <summary>How many rows were ever written, visible or not yet.</summary>
    public int Count => rows.Count;

    /// <summary>Writes one row.</summary>
    public void Append(LogRow row)
    {
        foreach (string cell in row.Cells.Keys)
        {
            if (!columns.Exists(column => column.Name == cell))
            {
                columns.Add(new LogColumn(cell, LogType.String));
            }
        }

        rows.Add(row);
    }

    /// <summary>The rows that are queryable at <paramref name="now"/>.</summary>
    public LogRow[] At(DateTimeOffset now) => [.. rows.Where(row => row.IngestionTime <= now)];
}
