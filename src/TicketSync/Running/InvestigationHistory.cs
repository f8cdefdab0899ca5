using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>What an alert's stream says of the investigation, as far as a conflict is about it.</summary>
/// <param name="Version">The stream's version.</param>
/// <param name="Now">Where the investigation stands.</param>
/// <param name="PersonAt">When a person wished for the intent; null when a program did, or the other side.</param>
/// <param name="Overtaken">Whether it was changed again since on our side, so that a later intent follows.</param>
/// <param name="LastBySource">Whether its last change was taken over from the other side.</param>
/// <param name="Reason">Why it was changed last.</param>
/// <param name="Tickets">The tickets of the group as last named.</param>
/// <param name="Replaced">How many intents in a row the asking one replaces, none of which failed.</param>
internal sealed record InvestigationHistory(
    long Version, Standing Now, DateTimeOffset? PersonAt, bool Overtaken, bool LastBySource, string? Reason, IReadOnlyList<TicketReference> Tickets, int Replaced)
{
    /// <summary>Reads a stream.</summary>
    public static InvestigationHistory Of(IReadOnlyList<(StoredEvent Stored, LedgerEvent Happened)> events, OpenIntent? intent)
    {
        var (first, replaced) = FirstOf(intent, events);
        var asked = first?.Position ?? long.MaxValue;
        var state = AlertState.Fold(events.Select(e => (e.Happened, e.Stored.Id, e.Stored.Version, e.Stored.Timestamp)));
        var changes = events.Where(e => e.Happened is InvestigationStatusChanged)
            .Select(e => (e.Stored, Change: (InvestigationStatusChanged)e.Happened)).ToList();
        var wished = changes.LastOrDefault(c => c.Stored.Position < asked);
        var last = changes.LastOrDefault().Change;
        var personAt = first?.Request.Cause switch
        {
            TicketSyncCause.Retry or TicketSyncCause.OptionOn => first!.At,
            _ => wished.Change is { By.Kind: ActorKind.Person } ? wished.Stored.Timestamp : (DateTimeOffset?)null,
        };
        var work = state?.Investigation;
        return new InvestigationHistory(
            events.Count == 0 ? 0 : events[^1].Stored.Version,
            new Standing(work?.Status ?? default, work?.Conclusion),
            personAt,
            changes.Exists(c => c.Stored.Position > asked && c.Change.By.Kind != ActorKind.Source),
            last?.By.Kind == ActorKind.Source,
            last?.Reason,
            last?.Tickets is { Count: > 0 } tickets ? tickets : intent is null ? [] : [intent.Request.Ticket],
            replaced);
    }

    /// <summary>The intent by which the wish was first made: one that only replaces another wishes what that one did, and since then.</summary>
    private static (OpenIntent? First, int Replaced) FirstOf(OpenIntent? intent, IReadOnlyList<(StoredEvent Stored, LedgerEvent Happened)> events)
    {
        var replaced = 0;
        while (intent?.Request.Replaces is { } id
            && events.Any(e => e.Happened is TicketStatusSynced outcome && outcome.Intent == id)
            && events.FirstOrDefault(e => e.Stored.Id == id) is { Happened: TicketSyncRequested request, Stored: var stored })
        {
            (intent, replaced) = (new OpenIntent(id, stored.Stream, stored.Position, stored.Timestamp, request), replaced + 1);
        }

        return (intent, replaced);
    }
}
