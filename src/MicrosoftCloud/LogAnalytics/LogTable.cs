namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its Kusto type: string, datetime, long, int, real, bool, dynamic, guid, timespan, decimal.</param>
public sealed record LogColumn(string Name, string Type);

/// <summary>One table of a Log Analytics answer.</summary>
/// <param name="Name">Its name; the result of the query is <c>PrimaryResult</c>.</param>
/// <param name="Columns">The columns in order.</param>
/// <param name="ColumnBytes">The column array, byte for byte.</param>
/// <param name="Rows">The rows in order.</param>
public sealed record LogTable(
    string Name, IReadOnlyList<LogColumn> Columns, ReadOnlyMemory<byte> ColumnBytes, IReadOnlyList<LogRow> Rows)
{
    /// <summary>Position of a column by its exact name; -1 when there is none.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The text of a cell by column name; null when the column or the value is absent.</summary>
    public string? Text(LogRow row, string column) => IndexOf(column) is >= 0 and var i ? row.Text(i) : null;

    internal static LogTable Empty { get; } = new("PrimaryResult", [], "[]"u8.ToArray(), []);
}

/// <summary>One row: the bytes of its JSON array, and its cells as slices of them.</summary>
public sealed class LogRow
{
    private List<ReadOnlyMemory<byte>>? cells;

    internal LogRow(ReadOnlyMemory<byte> utf8) => Utf8 = utf8;

    /// <summary>The row, byte for byte.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>How many cells it holds; a well-formed row has as many as there are columns.</summary>
    public int Count => Cells.Count;

    private List<ReadOnlyMemory<byte>> Cells => cells ??= JsonSlices.Elements(Utf8);

    /// <summary>A cell, byte for byte; empty when the row is shorter.</summary>
    public ReadOnlyMemory<byte> Cell(int column) => (uint)column < (uint)Cells.Count ? Cells[column] : default;

    /// <summary>
    /// A cell as text: a string decoded (a dynamic value comes as JSON text inside a string), anything else as it stands; null for
    /// null or when the row is shorter.
    /// </summary>
    public string? Text(int column) => (uint)column < (uint)Cells.Count ? JsonSlices.Text(Cells[column]) : null;
}

/// <summary>A whole answer of the Log Analytics query API.</summary>
/// <param name="Tables">Its tables; empty when the workspace holds no data (204).</param>
/// <param name="RequestId">The API's request id.</param>
public sealed record LogAnswer(IReadOnlyList<LogTable> Tables, string? RequestId)
{
    /// <summary>The result of the query: the table <c>PrimaryResult</c>, else the first, else an empty one.</summary>
    public LogTable Primary =>
        Tables.FirstOrDefault(t => t.Name == LogTable.Empty.Name) ?? (Tables.Count > 0 ? Tables[0] : LogTable.Empty);
}
