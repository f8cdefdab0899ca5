using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>From changes of investigations to intents: one for each ticket whose connector wrote back at that moment.</summary>
internal sealed class IntentMaker(TicketLog log, TicketBook book)
{
    /// <summary>One change, and the settings in force when it happened.</summary>
    internal sealed record Cause(
        StoredEvent Stored,
        InvestigationStatusChanged Change,
        TicketReference Ticket,
        Domain.Connectors.SentinelSettings Settings,
        TicketSyncCause Why = TicketSyncCause.StatusChanged);

    /// <summary>What a change causes. What the source itself changed is never sent back to it.</summary>
    public static IEnumerable<Cause> CausesOf(StoredEvent stored, InvestigationStatusChanged change, ConnectorBook connectors) =>
        change.By.Kind == ActorKind.Source
            ? []
            : change.Tickets.Distinct().Select(t => (Ticket: t, Settings: connectors.WritesBack(t.Connector)))
                .Where(t => t.Settings is not null)
                .Select(t => new Cause(stored, change, t.Ticket, t.Settings!));

    /// <summary>The intents of some changes, in their order.</summary>
    public async Task<IReadOnlyList<NewIntent>> MakeAsync(IReadOnlyList<Cause> causes, CancellationToken cancellation)
    {
        var streams = await log.StreamsAsync([.. causes.Select(c => StreamOf(c.Ticket)).Distinct(StringComparer.Ordinal)], cancellation).ConfigureAwait(false);
        return [.. causes.Select(cause => Make(cause, streams.GetValueOrDefault(StreamOf(cause.Ticket), [])))];
    }

    private NewIntent Make(Cause cause, IReadOnlyList<StoredEvent> incident)
    {
        var facts = TicketLog.Fold(incident, cause.Stored.Position)?.Facts;
        var known = facts is null ? null : new TicketFields(facts.Status, facts.Classification, facts.Determination);
        return new NewIntent(
            EventIds.TicketSyncRequested(cause.Stored.Id, cause.Ticket),
            cause.Stored.Stream,
            cause.Stored.Id,
            new TicketSyncRequested
            {
                Ticket = cause.Ticket,
                Cause = cause.Why,
                Wanted = TicketMapping.Of(cause.Settings.TicketSync).FieldsOf(new Standing(cause.Change.To, cause.Change.Conclusion), cause.Change.Reason),
                Known = PairState.NewestKnown(book.Pair(cause.Ticket), known, facts?.ModifiedAt),
            });
    }

    private static string StreamOf(TicketReference ticket) => StreamId.Alert(ticket.Connector, AlertKind.SentinelIncident, ticket.Incident);
}
