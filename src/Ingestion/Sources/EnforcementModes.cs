using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>The enforcement modes of a data loss prevention alert, by a hunting query over the time of its activity.</summary>
internal sealed class EnforcementModes(HuntingClient hunting, Func<CancellationToken, Task> budget)
{
    private const int MostRows = 10_000;

    /// <summary>The alert with its modes, or with a warning that says why they are not known.</summary>
    public async Task<SourceRecord> FindAsync(SourceRecord alert, CancellationToken cancellation)
    {
        if (!DlpEvents.Concerns(alert.Mapped.Facts))
        {
            return alert;
        }

        if (DlpEvents.Stretch(alert.Mapped.Facts) is not { } stretch)
        {
            return alert with { Mapped = DlpEvents.Unknown(alert.Mapped, "the alert says no time of activity") };
        }

        await budget(cancellation).ConfigureAwait(false);
        var read = await hunting.RunAsync(Query(stretch.From, stretch.To), cancellation).ConfigureAwait(false);
        return alert with
        {
            Mapped = read.Match(
                rows => rows.Count < MostRows
                    ? DlpEvents.WithModes(alert.Mapped, [.. rows.Select(Event).OfType<DlpEvent>()])
                    : DlpEvents.Unknown(alert.Mapped, $"there are more than {MostRows} events in its time"),
                error => DlpEvents.Unknown(alert.Mapped, $"{error.Code}{(error.Detail is null ? "" : $": {error.Detail}")}")),
        };
    }

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
