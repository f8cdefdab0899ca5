using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.LogAnalytics;

/// <summary>Reads a row given as a JSON object, with today's or with older column names, all text or typed.</summary>
internal static class RawRow
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["StartTimeUtc"] = "StartTime",
        ["EndTimeUtc"] = "EndTime",
        ["ProviderAlertId"] = "VendorOriginalId",
        ["AlertDisplayName"] = "DisplayName",
        ["ProcessingEndTimeUtc"] = "ProcessingEndTime",
    };

    /// <summary>The cells of <paramref name="row"/>; columns that no table has are kept under their own name, as text.</summary>
    /// <param name="row">A JSON object.</param>
    /// <param name="table">SecurityAlert or SecurityIncident.</param>
    public static Dictionary<string, object?> Read(JsonElement row, LogTable table)
    {
        var cells = new Dictionary<string, object?>(StringComparer.Ordinal);
        bool isAlert = table.Name == "SecurityAlert";
        foreach (JsonProperty property in row.EnumerateObject())
        {
            string name = property.Name;
            if (isAlert)
            {
                name = name == "Severity" ? "AlertSeverity" : Renamed.GetValueOrDefault(name, name);
            }

            // A column without a name gets the one that Kusto gives such columns.
            name = name.Length == 0 ? "Column1" : name;
            LogType type = table.Columns.FirstOrDefault(column => column.Name == name)?.Type ?? LogType.String;
            cells[name] = Cell(property.Value, type);
        }

        cells["Type"] = table.Name;
        return cells;
    }

    private static object? Cell(JsonElement value, LogType type)
    {
        string text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => "",
            _ => value.GetRawText(),
        };
        return type switch
        {
            LogType.DateTime => WireTime.Parse(text),
            LogType.Int or LogType.Long => long.TryParse(text, out long number) ? number : null,
            LogType.Real => double.TryParse(text, out double real) ? real : null,
            LogType.Bool => bool.TryParse(text, out bool flag) ? flag : null,
            LogType.Dynamic => Dynamic(value),
            _ => text,
        };
    }

    private static JsonElement Dynamic(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.Clone();
        }

        try
        {
            using JsonDocument parsed = JsonDocument.Parse(value.GetString()!);
            return parsed.RootElement.Clone();
        }
        catch (JsonException)
        {
            return value.Clone();
        }
    }
}
