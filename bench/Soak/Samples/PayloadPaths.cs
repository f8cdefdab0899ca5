using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>The fields of a payload that hold something, named as mappers name them. Pure.</summary>
internal static class PayloadPaths
{
    /// <summary>Of a Graph record the leaves by JSON path; of a Sentinel incident the cells by table and column.</summary>
    public static IEnumerable<string> Of(string kind, ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return [];
        }

        if (kind == AlertKind.SentinelIncident)
        {
            return SentinelPayload.Read(payload) is { } rows
                ? Cells("SecurityIncident", rows.Incident.Columns, rows.Incident.Row)
                    .Concat(rows.Alerts.SelectMany(static (alert, i) => Cells($"SecurityAlert[{i}]", alert.Columns, alert.Row)))
                : [];
        }

        using var document = JsonDocument.Parse(payload);
        return [.. Leaves("$", document.RootElement)];
    }

    private static List<string> Cells(string table, ReadOnlyMemory<byte> columns, ReadOnlyMemory<byte> row)
    {
        using var names = JsonDocument.Parse(columns);
        using var cells = JsonDocument.Parse(row);
        return
        [
            .. names.RootElement.EnumerateArray().Zip(cells.RootElement.EnumerateArray())
                .Where(static c => HoldsSomething(c.Second))
                .Select(c => $"{table}.{c.First.GetProperty("name").GetString()}"),
        ];
    }

    private static IEnumerable<string> Leaves(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Leaves($"{path}.{p.Name}", p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => Leaves($"{path}[{i}]", item)),
        _ => HoldsSomething(element) ? [path] : [],
    };

    private static bool HoldsSomething(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.String => cell.GetString()!.Length > 0,
        _ => true,
    };
}
