using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Cuts a Log Analytics answer into tables, rows and cells. Values stay as they came: NaN, JSON text inside strings and all.</summary>
internal static class LogTables
{
    /// <summary>
    /// Null when the body is no answer. <paramref name="error"/> is what the API put beside the tables: then they are not all.
    /// </summary>
    public static List<LogTable>? Read(ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte>? error)
    {
        error = null;
        try
        {
            List<LogTable>? tables = null;
            foreach (var (name, value) in JsonSlices.Members(JsonSlices.WithoutMark(body)))
            {
                switch (name)
                {
                    case "tables":
                        tables = JsonSlices.Elements(value).ConvertAll(Table);
                        break;
                    case "error" when !value.Span.SequenceEqual("null"u8):
                        error = value;
                        break;
                    default:
                        break;
                }
            }

            return tables;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static LogTable Table(ReadOnlyMemory<byte> json)
    {
        var (name, columns, rows) = ("", (ReadOnlyMemory<byte>?)null, (ReadOnlyMemory<byte>?)null);
        foreach (var (member, value) in JsonSlices.Members(json))
        {
            switch (member)
            {
                case "name":
                    name = JsonSlices.Text(value) ?? "";
                    break;
                case "columns":
                    columns = value;
                    break;
                case "rows":
                    rows = value;
                    break;
                default:
                    break;
            }
        }

        return columns is { } head && rows is { } body
            ? new LogTable(name, JsonSlices.Elements(head).ConvertAll(Column), head, JsonSlices.Elements(body).ConvertAll(Row))
            : throw new JsonException("a table without columns or rows");
    }

    private static LogColumn Column(ReadOnlyMemory<byte> json)
    {
        var column = new RawRecord(json);
        return new LogColumn(column.Text("name") ?? throw new JsonException("a column without a name"), column.Text("type") ?? "");
    }

    private static LogRow Row(ReadOnlyMemory<byte> json) =>
        json.Span[0] == (byte)'[' ? new LogRow(json) : throw new JsonException("a row that is no array");
}
