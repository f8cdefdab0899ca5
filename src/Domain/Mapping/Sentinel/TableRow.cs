using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>One row of a Log Analytics table: cells by the names of their columns.</summary>
internal sealed class TableRow
{
    private readonly List<KeyValuePair<string, JsonElement>> cells;

    private TableRow(List<KeyValuePair<string, JsonElement>> cells) => this.cells = cells;

    /// <summary>The cells in the order of the columns.</summary>
    internal IReadOnlyList<KeyValuePair<string, JsonElement>> Cells => cells;

    internal static TableRow Parse(Reading reading, string path, ReadOnlyMemory<byte> columns, ReadOnlyMemory<byte> row)
    {
        var named = new List<KeyValuePair<string, JsonElement>>();
        if (JsonText.Parse(columns) is not { ValueKind: JsonValueKind.Array } names || JsonText.Parse(row) is not { ValueKind: JsonValueKind.Array } values)
        {
            reading.Warn(path, "the columns or the row are no JSON list");
            return new TableRow(named);
        }

        if (names.GetArrayLength() != values.GetArrayLength())
        {
            reading.Warn(path, $"{names.GetArrayLength()} columns but {values.GetArrayLength()} cells");
        }

        foreach (var (column, cell) in names.EnumerateArray().Zip(values.EnumerateArray()))
        {
            if (NameOf(column) is { } name)
            {
                named.Add(new KeyValuePair<string, JsonElement>(name, cell));
            }
            else
            {
                reading.Warn(path, "a column has no name");
            }
        }

        return new TableRow(named);
    }

    internal Fields Fields(Reading reading, string path) => Mapping.Fields.OfCells(reading, path, cells);

    /// <summary>
    /// What the row says, for a digest: names and cells as the source wrote them in the order of the names, without the columns that
    /// ingestion stamps anew each time, and without empty cells, so that a column added to the table makes no new version.
    /// </summary>
    internal byte[] Content()
    {
        var content = new ArrayBufferWriter<byte>();
        foreach (var (name, cell) in cells.Where(c => !IsStamp(c.Key) && !IsEmpty(c.Value)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            Encoding.UTF8.GetBytes(name, content);
            content.Write("\0"u8);
            content.Write(JsonMarshal.GetRawUtf8Value(cell));
            content.Write("\0"u8);
        }

        return content.WrittenSpan.ToArray();
    }

    private static bool IsStamp(string column) => column is "TimeGenerated" or "Ingested" || column.StartsWith('_');

    private static bool IsEmpty(JsonElement cell) =>
        cell.ValueKind == JsonValueKind.Null || JsonMarshal.GetRawUtf8Value(cell).SequenceEqual("\"\""u8);

    private static string? NameOf(JsonElement column)
    {
        if (column.ValueKind == JsonValueKind.String)
        {
            return JsonText.Of(column, out _);
        }

        return column.ValueKind == JsonValueKind.Object
            ? column.EnumerateObject()
                .Where(p => p.Value.ValueKind == JsonValueKind.String && JsonText.NameOf(p) == "name")
                .Select(p => JsonText.Of(p.Value, out _))
                .FirstOrDefault()
            : null;
    }
}
