using System.Globalization;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>What both sides say of one incident, in order of time: from it a broken promise is understood.</summary>
internal static class TicketTimeline
{
    /// <summary>A line for each wish, each end of one, and each version at the source.</summary>
    public static string Of(SimulatedCloud cloud, RecordedTickets record, string incident)
    {
        var lines = new List<(DateTimeOffset At, string Words)>();
        foreach (var intent in record.Intents.Values.Where(i => i.Request.Ticket.Incident == incident))
        {
            var request = intent.Request;
            lines.Add((intent.At, $"log {intent.Position}: {intent.Id} ({request.Cause}) wishes {Words(request.Wanted)}, knows {Words(request.Known)}"));
            lines.AddRange(intent.Outcomes.Select((outcome, n) => (intent.EndedAt[n].At, $"log {intent.EndedAt[n].Position}: {intent.Id} {Words(outcome)}")));
        }

        lines.AddRange(record.Revisions.Where(r => r.Incident == incident).Select(static r => (
            r.At, $"log: polled {r.Event.Facts.Status} {r.Event.Facts.Classification} of {r.Event.Facts.ModifiedAt}, {r.Event.Cause}")));
        lines.AddRange(cloud.IncidentVersions(incident).Select(static v => (
            v.At, $"source: {v.By} leaves {Words(new TicketFields(v.Status, v.Classification, v.Reason, v.Comment))}")));
        return string.Join(Environment.NewLine, lines.OrderBy(static l => l.At).Select(static l =>
            $"    {l.At.UtcDateTime.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)} {l.Words}"));
    }

    private static string Words(TicketFields? fields) =>
        fields is null ? "nothing" : string.Join(' ', new[] { fields.Status, fields.Classification, fields.Reason, fields.Comment }.Where(static w => w is not null));

    private static string Words(AlertEvent outcome) => outcome switch
    {
        TicketStatusSynced synced => $"{synced.Result}: {Words(synced.Before)} became {Words(synced.After)} of {synced.ModifiedAt}, tries {synced.Attempts}{Words(synced.Conflict)}",
        TicketSyncFailed failed => $"failed: {failed.ErrorCode}{Words(failed.Conflict)}",
        _ => outcome.GetType().Name,
    };

    private static string Words(TicketConflict? conflict) => conflict is null ? "" : $", {conflict.Policy}: {conflict.Winner} ({conflict.Because})";
}
