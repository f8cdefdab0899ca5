using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>The enforcement modes of the data loss prevention alerts of a page, by one hunting query.</summary>
internal sealed class EnforcementModes(HuntingClient hunting, Func<CancellationToken, Task> budget)
{
    private const int MostRows = 10_000;

    public async Task<IReadOnlyList<SourceRecord>> FindAsync(IReadOnlyList<SourceRecord> records, CancellationToken cancellation)
    {
        var alerts = records.Where(record => DlpEvents.Concerns(record.Mapped.Facts)).ToList();
        var stretches = alerts.Select(alert => DlpEvents.Stretch(alert.Mapped.Facts)).OfType<Domain.Alerts.SourceWindow>().ToList();
        if (alerts.Count == 0)
        {
            return records;
        }

        Func<MappedRecord, MappedRecord> judge;
        if (stretches.Count == 0)
        {
            judge = alert => DlpEvents.Unknown(alert, "the alert says no time of activity");
        }
        else
        {
            await budget(cancellation).ConfigureAwait(false);
            var read = await hunting.RunAsync(Query(stretches.Min(s => s.From), stretches.Max(s => s.To)), cancellation).ConfigureAwait(false);
            judge = read.Match<Func<MappedRecord, MappedRecord>>(
                rows => Judge([.. rows.Select(Event).OfType<DlpEvent>()], rows.Count),
                error => alert => DlpEvents.Unknown(alert, $"{error.Code}{(error.Detail is null ? "" : $": {error.Detail}")}"));
        }

        return [.. records.Select(record => DlpEvents.Concerns(record.Mapped.Facts) ? record with { Mapped = judge(record.Mapped) } : record)];
    }

    private static Func<MappedRecord, MappedRecord> Judge(IReadOnlyList<DlpEvent> events, int rows) => alert =>
    {
        var judged = DlpEvents.WithModes(alert, events);
        return rows < MostRows || judged.Facts.EnforcementModes is not null
            ? judged
            : DlpEvents.Unknown(alert, $"there are more than {MostRows} events in the time of the page's alerts");
    };

    // DataSecurityEvents exists only where Insider Risk Management shares its data with Defender; its columns are asked for if they exist.
    private static string Query(DateTimeOffset from, DateTimeOffset to) => $"""
        DataSecurityEvents
        | where Timestamp >= datetime({Time(from)}) and Timestamp <= datetime({Time(to)})
        | where isnotnull(DlpPolicyEnforcementMode)
        | extend Account = column_ifexists("AccountObjectId", ""), Upn = column_ifexists("AccountUpn", ""), Object = column_ifexists("ObjectName", "")
        | project Timestamp, Account, Upn, Object, DlpPolicyEnforcementMode
        | take {MostRows.ToString(CultureInfo.InvariantCulture)}
        """;

    private static DlpEvent? Event(RawRecord row)
    {
        try
        {
            using var json = JsonDocument.Parse(row.Utf8);
            return Instants.Parse(Text(json, "Timestamp")) is { } at && int.TryParse(Text(json, "DlpPolicyEnforcementMode"), NumberStyles.None, CultureInfo.InvariantCulture, out var mode)
                ? new DlpEvent(at, [.. new[] { Text(json, "Account"), Text(json, "Upn") }.OfType<string>().Where(text => text.Length > 0)], Text(json, "Object"), mode)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument row, string column) => !row.RootElement.TryGetProperty(column, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
