using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>
/// The payload document of a Sentinel incident: its row and its alerts' rows, each byte for byte as the source sent it, in the envelope
/// <c>{"incident":{"columns":…,"row":…},"alerts":{"columns":…,"rows":[…]},"into":{"columns":…,"row":…}}</c>.
/// </summary>
/// <param name="Incident">The incident's row.</param>
/// <param name="Alerts">The rows of its alerts.</param>
/// <param name="Into">Of a redirected incident: the row of the one that took it over, where it was known.</param>
public sealed record SentinelPayload(SentinelIncidentRow Incident, IReadOnlyList<SentinelAlertRow> Alerts, SentinelIncidentRow? Into = null)
{
    /// <summary>Puts the slices into one document. They must be JSON, as slices of a parsed answer are; with no alerts their columns may be empty.</summary>
    public static byte[] Compose(
        ReadOnlyMemory<byte> columns,
        ReadOnlyMemory<byte> row,
        ReadOnlyMemory<byte> alertColumns,
        IReadOnlyList<ReadOnlyMemory<byte>> alertRows,
        SentinelIncidentRow? into = null)
    {
        ArgumentNullException.ThrowIfNull(alertRows);
        var output = new ArrayBufferWriter<byte>(columns.Length + row.Length + alertColumns.Length + alertRows.Sum(r => r.Length + 1) + 64);
        output.Write("{\"incident\":{\"columns\":"u8);
        output.Write(columns.Span);
        output.Write(",\"row\":"u8);
        output.Write(row.Span);
        output.Write("},\"alerts\":{\"columns\":"u8);
        output.Write(alertColumns.IsEmpty ? "[]"u8 : alertColumns.Span);
        output.Write(",\"rows\":["u8);
        for (var i = 0; i < alertRows.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : ","u8);
            output.Write(alertRows[i].Span);
        }

        output.Write("]}"u8);
        if (into is not null)
        {
            output.Write(",\"into\":{\"columns\":"u8);
            output.Write(into.Columns.Span);
            output.Write(",\"row\":"u8);
            output.Write(into.Row.Span);
            output.Write("}"u8);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Takes the document apart into the slices it was made of; null when it is not such a document.</summary>
    public static SentinelPayload? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 256 });
            var incident = document.RootElement.GetProperty("incident"u8);
            var alerts = document.RootElement.GetProperty("alerts"u8);
            var alertColumns = Slice(alerts.GetProperty("columns"u8));
            return new SentinelPayload(
                new SentinelIncidentRow(Slice(incident.GetProperty("columns"u8)), Slice(incident.GetProperty("row"u8))),
                [.. alerts.GetProperty("rows"u8).EnumerateArray().Select(row => new SentinelAlertRow(alertColumns, Slice(row)))],
                document.RootElement.TryGetProperty("into"u8, out var into)
                    ? new SentinelIncidentRow(Slice(into.GetProperty("columns"u8)), Slice(into.GetProperty("row"u8)))
                    : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Slice(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();
}
