using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>From changes of investigations to intents: one for each ticket whose connector wrote back at that moment.</summary>
internal sealed class IntentMaker(TicketLog log, TicketBook book, IncidentFacts incidents, ApplicationNames names)
{
    /// <summary>One change, and the settings in force when it happened.</summary>
    internal sealed record Cause(
        StoredEvent Stored,
        InvestigationStatusChanged Change,
        TicketReference Ticket,
        Domain.Connectors.SentinelSettings Settings,
        TicketSyncCause Why = TicketSyncCause.StatusChanged)
    {
        /// <summary>The stream of the ticket's own alert.</summary>
        public string Incident { get; } = StreamId.Alert(Ticket.Connector, AlertKind.SentinelIncident, Ticket.Incident);

        /// <summary>The id of the intent.</summary>
        public Guid Intent { get; } = EventIds.TicketSyncRequested(Stored.Id, Ticket);

        /// <summary>What the source had said of the incident by then; null when it must be read.</summary>
        public AlertFacts? Facts { get; init; }
    }

    /// <summary>What a change causes. What the source itself changed is never sent back to it.</summary>
    public static IEnumerable<Cause> CausesOf(
        StoredEvent stored, InvestigationStatusChanged change, ConnectorBook connectors, IncidentFacts incidents) =>
        change.By.Kind == ActorKind.Source
            ? []
            : change.Tickets.Distinct().Select(t => (Ticket: t, Settings: connectors.WritesBack(t.Connector)))
                .Where(t => t.Settings is not null)
                .Select(t => new Cause(stored, change, t.Ticket, t.Settings!)).Select(c => c with { Facts = incidents.At(c.Incident, stored.Position) });

    /// <summary>The intents of some changes, in their order.</summary>
    public async Task<IReadOnlyList<NewIntent>> MakeAsync(IReadOnlyList<Cause> causes, CancellationToken cancellation)
    {
        string[] unknown = [.. causes.Where(static c => c.Facts is null).Select(static c => c.Incident).Distinct(StringComparer.Ordinal)];
        var streams = await log.StreamsAsync(unknown, cancellation).ConfigureAwait(false);
        foreach (var (stream, events) in streams)
        {
            incidents.Keep(stream, events);
        }

        var intents = new List<NewIntent>(causes.Count);
        foreach (var cause in causes)
        {
            var facts = cause.Facts ?? TicketLog.Fold(streams.GetValueOrDefault(cause.Incident, []), cause.Stored.Position)?.Facts;
            intents.Add(Make(cause, facts, await names.OfAsync(cause.Ticket, cancellation).ConfigureAwait(false)));
        }

        return intents;
    }

    private NewIntent Make(Cause cause, AlertFacts? facts, string? application)
    {
        var said = facts is null ? null : new TicketFields(facts.Status, facts.Classification, facts.Determination);
        var (known, modifiedAt) = PairState.NewestKnown(book.Pair(cause.Ticket), said, facts?.ModifiedAt);
        return new NewIntent(
            cause.Intent,
            cause.Stored.Stream,
            cause.Stored.Id,
            new TicketSyncRequested
            {
                Ticket = cause.Ticket,
                Cause = cause.Why,
                Wanted = TicketMapping.Of(cause.Settings.TicketSync).FieldsOf(new Standing(cause.Change.To, cause.Change.Conclusion), cause.Change.Reason),
                Known = known,
                KnownModifiedAt = modifiedAt,
                Application = application,
            });
    }
}
