using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>One row of SecurityAlert, read.</summary>
/// <param name="Facts">Its facts.</param>
/// <param name="Entities">Its entities.</param>
/// <param name="Content">What the row says, without ingestion stamps.</param>
/// <param name="Generated">When the row was written; rows of one alert are written again and again, the last one counts.</param>
internal sealed record SentinelAlert(SentinelAlertFacts Facts, IReadOnlyList<AlertEntity> Entities, byte[] Content, DateTimeOffset Generated)
{
    /// <summary>Reads each row and keeps the latest of each alert, in the order of the alerts' ids.</summary>
    internal static IReadOnlyList<SentinelAlert> ReadAll(Reading reading, IReadOnlyList<SentinelAlertRow> rows)
    {
        var alerts = rows.Select((row, i) => Read(reading, $"SecurityAlert[{i}]", row)).ToList();
        return
        [
            .. alerts.GroupBy(a => a.Facts.SystemAlertId, StringComparer.Ordinal)
                .Select(versions => versions.OrderBy(a => a.Generated).ThenBy(a => Convert.ToHexString(a.Content), StringComparer.Ordinal).Last())
                .OrderBy(a => a.Facts.SystemAlertId, StringComparer.Ordinal),
        ];
    }

    private static SentinelAlert Read(Reading reading, string path, SentinelAlertRow source)
    {
        var row = TableRow.Parse(reading, path, source.Columns, source.Row);
        var fields = row.Fields(reading, path);
        var extended = fields.DynamicInside("ExtendedProperties");
        var link = fields.Text("AlertLink");
        var facts = new SentinelAlertFacts
        {
            SystemAlertId = fields.Text("SystemAlertId") ?? reading.IdOf(source.Row.Span, path + ".SystemAlertId"),
            Found = true,
            VendorAlertIds = Words.Sequence(AlertLink.IdOf(link), fields.Text("VendorOriginalId")),
            Title = fields.Prose("DisplayName") ?? fields.Prose("AlertName"),
            Severity = Words.Severity(fields.Text("AlertSeverity")),
            Status = fields.Text("Status"),
            Vendor = fields.Text("VendorName"),
            Product = fields.Text("ProductName"),
            Provider = fields.Text("ProviderName"),
            DetectionSource = extended?.Text("DetectionSource"),
            AlertType = fields.Text("AlertType"),
            StartTime = fields.Time("StartTime"),
            EndTime = fields.Time("EndTime"),
            Tactics = ListOf(fields, "Tactics"),
            Techniques = ListOf(fields, "Techniques"),
            Url = link,
        };
        var generated = SourceTime.TryParse(fields.Text("TimeGenerated"), out var time) ? time : DateTimeOffset.MinValue;
        return new SentinelAlert(facts, SentinelEntities.Read(reading, fields.DynamicItems("Entities")), row.Content(), generated);
    }

    // Tactics come as "A, B", techniques as JSON; each has been seen the other way round.
    private static IReadOnlyList<string> ListOf(Fields fields, string name)
    {
        if (fields.Kind(name) == JsonValueKind.Array)
        {
            return Words.Set(fields.DynamicTexts(name));
        }

        var text = fields.Text(name);
        return text?.TrimStart().StartsWith('[') == true
            ? Words.Set(fields.DynamicTexts(name))
            : Words.Set(text?.Split(',', StringSplitOptions.TrimEntries).Where(word => word != "Unknown") ?? []);
    }
}
