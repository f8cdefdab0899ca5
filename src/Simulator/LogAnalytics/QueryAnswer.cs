using System.Buffers;
using System.Text.Json;
using Dropzone.Ledger.Simulator.Kql;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.LogAnalytics;

/// <summary>Writes the answer of a query; past a limit it is cut and carries a PartialError.</summary>
internal static class QueryAnswer
{
    /// <summary>The body.</summary>
    public static byte[] Write(KqlRows rows, LogLimits limits)
    {
        int[] visible = [.. rows.Visible];
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Options.Encoder });
        string? partial = null;
        writer.WriteStartObject();
        writer.WriteStartArray("tables");
        writer.WriteStartObject();
        writer.WriteString("name", "PrimaryResult");
        writer.WriteStartArray("columns");
        foreach (int i in visible)
        {
            writer.WriteStartObject();
            writer.WriteString("name", rows.Columns[i].Name);
            writer.WriteString("type", KqlTypes.Name(rows.Columns[i].Type));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        int written = 0;
        foreach (object?[] row in rows.Rows)
        {
            if (written == limits.Rows)
            {
                partial = "Query result set has exceeded the internal record count limit";
                break;
            }

            if (writer.BytesCommitted + writer.BytesPending > limits.Bytes)
            {
                partial = "Query result set has exceeded the internal data size limit";
                break;
            }

            writer.WriteStartArray();
            foreach (int i in visible)
            {
                Cell(writer, row[i], rows.Columns[i].Type);
            }

            writer.WriteEndArray();
            written++;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (partial is not null)
        {
            Partial(writer, partial);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the <c>error</c> member of a partial answer.</summary>
    public static void Partial(Utf8JsonWriter writer, string message)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", "PartialError");
        writer.WriteString("message", "There were some errors when processing your query.");
        writer.WriteStartArray("details");
        writer.WriteStartObject();
        writer.WriteString("code", "EngineError");
        writer.WriteString("message", message);
        writer.WriteStartObject("innererror");
        writer.WriteString("code", "-2133196797");
        writer.WriteString("message", "E_QUERY_RESULT_SET_TOO_LARGE");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Cell(Utf8JsonWriter writer, object? value, LogType type)
    {
        object? plain = type == LogType.Dynamic ? value : KqlValues.Plain(value);
        switch (plain)
        {
            case null when type == LogType.String: writer.WriteStringValue(""); break;
            case null: writer.WriteNullValue(); break;
            case JsonElement element: writer.WriteStringValue(element.GetRawText()); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long whole: writer.WriteNumberValue(whole); break;
            case double real when double.IsFinite(real): writer.WriteNumberValue(real); break;
            default: writer.WriteStringValue(KqlValues.Text(plain)); break;
        }
    }
}
