using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The enforcement modes of data loss prevention alerts, by hunting queries over the time of their activity. One query serves a page; where there are too many
/// events in the time of all alerts, each half is asked for by itself.
/// </summary>
internal sealed class EnforcementModes(HuntingClient hunting, Func<CancellationToken, Task> budget)
{
    private const int MostRows = 10_000;
    private const int MostQueries = 16;

    /// <summary>The alerts, those of data loss prevention with their modes, or with warnings that say why they are not known.</summary>
    public async Task<IReadOnlyList<SourceRecord>> FindAsync(IReadOnlyList<SourceRecord> alerts, CancellationToken cancellation)
    {
        var found = alerts.ToArray();
        var timed = new List<int>();
        for (var i = 0; i < found.Length; i++)
        {
            if (!DlpEvents.Concerns(found[i].Mapped.Facts))
            {
                continue;
            }

            if (DlpEvents.Stretch(found[i].Mapped.Facts) is null)
            {
                found[i] = Unknown(found[i], "the alert says no time of activity");
            }
            else
            {
                timed.Add(i);
            }
        }

        var queries = 0;
        var parts = new Stack<List<int>>();
        parts.Push([.. timed.OrderBy(i => DlpEvents.Stretch(alerts[i].Mapped.Facts)!.From)]);
        while (parts.TryPop(out var part))
        {
            if (part.Count == 0)
            {
                continue;
            }

            if (queries++ == MostQueries)
            {
                part.ForEach(i => found[i] = Unknown(found[i], "there are too many events in the time of the alerts that came with it"));
                queries = MostQueries;
                continue;
            }

            var stretches = part.Select(i => DlpEvents.Stretch(alerts[i].Mapped.Facts)!).ToList();
            await budget(cancellation).ConfigureAwait(false);
            var read = await hunting.RunAsync(Query(stretches.Min(s => s.From), stretches.Max(s => s.To)), cancellation).ConfigureAwait(false);
            if (!read.TryGet(out var rows, out var error))
            {
                part.ForEach(i => found[i] = Unknown(found[i], $"{error.Code}{(error.Detail is null ? "" : $": {error.Detail}")}"));
            }
            else if (rows.Count < MostRows)
            {
                var events = rows.Select(Event).OfType<DlpEvent>().ToList();
                part.ForEach(i => found[i] = found[i] with { Mapped = DlpEvents.WithModes(found[i].Mapped, events) });
            }
            else if (part is [var one])
            {
                found[one] = Unknown(found[one], $"there are more than {MostRows} events in its time");
            }
            else
            {
                // The newer half goes first: it is what people look at.
                parts.Push(part[..(part.Count / 2)]);
                parts.Push(part[(part.Count / 2)..]);
            }
        }

        return found;
    }

    private static SourceRecord Unknown(SourceRecord alert, string why) => alert with { Mapped = DlpEvents.Unknown(alert.Mapped, why) };

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
