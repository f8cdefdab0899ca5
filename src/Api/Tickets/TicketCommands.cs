using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Api.Tickets;

/// <summary>What people ask of the write-back.</summary>
public sealed class TicketCommands(CommandRunner runner, LedgerDatabase database, ConnectorStreams connectors)
{
    private const string Requested = "ticket_sync_requested";

    /// <summary>Asks again after a failure: a new intent, with what the investigation says now.</summary>
    public Task<Ran> RetryAsync(Caller caller, CommandHeaders headers, Guid intent, CancellationToken cancellation) =>
        runner.RunAsync(caller, headers, _ => DecideAsync(caller.Tenant, intent, cancellation), cancellation);

    /// <summary>Sends the past of a connector whose option was turned on.</summary>
    /// <returns>How many intents were recorded; or why none may be.</returns>
    public async Task<(int Recorded, Problem? Refusal)> CatchUpAsync(string tenant, string connector, CancellationToken cancellation)
    {
        if (await connectors.FindAsync(tenant, connector, cancellation) is not { Removed: false } state)
        {
            return (0, Problem.NotFound("connector", connector));
        }

        return WritesBack(state) is { } settings
            ? (await new CatchUp(database).RunAsync(tenant, connector, settings, cancellation), null)
            : (0, OptionOff(connector));
    }

    private async Task<Decided> DecideAsync(string tenant, Guid intent, CancellationToken cancellation)
    {
        if (await database.Log.FindAsync(tenant, intent, cancellation) is not { Type: Requested } stored)
        {
            return new Decided.Refused(Problem.NotFound("intent", intent.ToString()));
        }

        var request = (TicketSyncRequested)EventCodec.Decode(stored.Type, stored.Data.Span);
        var events = await database.Log.ReadStreamAsync(tenant, stored.Stream, cancellationToken: cancellation);
        var state = AlertState.Fold(events.Select(static e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)))!;
        var known = state.Tickets.First(t => t.Intent == intent);
        if (known.State != TicketIntentState.Failed)
        {
            return Rejected("not-failed", known.State == TicketIntentState.Waiting
                ? "It has no outcome yet and is tried again by itself."
                : "It did not fail. A new change of the investigation is a new intent.");
        }

        if (state.Tickets.Skip(state.Tickets.IndexOf(known) + 1).Any(t => t.Ticket == known.Ticket && t.State != TicketIntentState.Failed))
        {
            return Rejected("newer-intent", "A later intent for the same incident has done it, or waits.");
        }

        if (await connectors.FindAsync(tenant, request.Ticket.Connector, cancellation) is not { Removed: false } connector)
        {
            return Rejected("connector-removed", "The connector is gone: nothing can be written to its incidents any more.");
        }

        if (WritesBack(connector) is not { } settings)
        {
            return new Decided.Refused(OptionOff(connector.Connector));
        }

        var work = state.Investigation;
        return new Decided.Events(stored.Stream, "alert", state.StreamVersion,
        [
            new TicketSyncRequested
            {
                Ticket = request.Ticket,
                Cause = TicketSyncCause.Retry,
                Wanted = TicketMapping.Of(settings.TicketSync).FieldsOf(new Standing(work.Status, work.Conclusion), request.Wanted.Comment),
                Replaces = intent,
                Known = request.Known,
                KnownModifiedAt = request.KnownModifiedAt,
                Application = request.Application,
            },
        ]);
    }

    private static SentinelSettings? WritesBack(ConnectorState connector) =>
        connector.Settings is SentinelSettings { TicketSync.UpdateStatusOnInvestigationChange: true } settings ? settings : null;

    private static Decided.Refused Rejected(string reason, string message) => new(new Problem(ProblemKinds.Rejected, message) { Reason = reason });

    private static Problem OptionOff(string connector) => new(
        ProblemKinds.Rejected, $"'{Problem.PlainName(connector)}' does not write back: turn on ticketSync.updateStatusOnInvestigationChange first.")
    {
        Reason = "option-off",
    };
}
