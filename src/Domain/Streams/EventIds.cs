using System.Globalization;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Streams;

/// <summary>The ids of events: made from what the event is about, so that the log recognises a fact it already holds. Unique within a tenant.</summary>
public static class EventIds
{
    /// <summary>The namespace of every id of the ledger. Never changes.</summary>
    public static readonly Guid Namespace = new("9f0c3c1e-6a6b-4f57-8d0e-2b6d1a7c5e40");

    /// <summary>First sight of an alert.</summary>
    public static Guid AlertIngested(string stream) => Make("alert_ingested", stream);

    /// <summary>A version of an alert; the mapper's version belongs to it when the cause is a corrected mapper.</summary>
    public static Guid AlertRevised(string stream, string versionKey, int? mapper = null) =>
        mapper is { } m ? Make("alert_revised", stream, versionKey, Number(m)) : Make("alert_revised", stream, versionKey);

    /// <summary>The certificate of one filling of a read model: it ends in one event, however often its last step is tried.</summary>
    public static Guid ReadModelRebuilt(string projection, int generation) => Make("read_model_rebuilt", projection, Number(generation));

    /// <summary>A version of an alert that says it was folded into another.</summary>
    public static Guid AlertRedirected(string stream, string versionKey) => Make("alert_redirected", stream, versionKey);

    /// <summary>A decision (excluded or admitted) by a revision of the settings, taken on a version of the stream.</summary>
    /// <param name="stream">The alert's stream.</param>
    /// <param name="revision">The revision of the connector's settings.</param>
    /// <param name="streamVersion">The version of the stream before the append; 0 when it did not exist.</param>
    public static Guid Decision(string stream, int revision, long streamVersion) => Make("decision", stream, Number(revision), Number(streamVersion));

    /// <summary>The id of one event that <c>AlertDecider</c> answered.</summary>
    /// <param name="stream">The alert's stream.</param>
    /// <param name="e">The event.</param>
    /// <param name="streamVersion">The version of the stream that it was decided on; 0 when the stream did not exist.</param>
    public static Guid Observed(string stream, AlertEvent e, long streamVersion) => e switch
    {
        Events.AlertIngested _ => AlertIngested(stream),
        AlertRevised revised => AlertRevised(stream, revised.Version.Key, revised.Cause == RevisionCause.Mapping ? revised.Mapper : null),
        AlertRedirected redirected => AlertRedirected(stream, redirected.Version.Key),
        AlertEvidenceKept kept => Make("alert_evidence_kept", stream, kept.Evidence),
        AlertEvidenceMissed missed => Make("alert_evidence_missed", stream, missed.Evidence),
        AlertExcluded excluded => Decision(stream, excluded.Revision, streamVersion),
        AlertAdmitted admitted => Decision(stream, admitted.Revision, streamVersion),
        _ => throw new ArgumentException($"{e?.GetType().Name} does not follow from an observation.", nameof(e)),
    };

    /// <summary>An event about a window of source time.</summary>
    /// <param name="connector">The connector's slug.</param>
    /// <param name="resource">What was polled.</param>
    /// <param name="from">Start of the window.</param>
    /// <param name="to">End of the window.</param>
    /// <param name="attempt">Which try.</param>
    /// <param name="kind">The alias of the event.</param>
    public static Guid Window(string connector, string resource, DateTimeOffset from, DateTimeOffset to, int attempt, string kind) =>
        Make("window", connector, resource, Number(from.UtcTicks), Number(to.UtcTicks), Number(attempt), kind);

    /// <summary>An event about a window that a backfill read: the same stretch may be asked for again by another request.</summary>
    public static Guid BackfillWindow(Guid request, string resource, DateTimeOffset from, DateTimeOffset to, int attempt, string kind) =>
        Make("backfill_window", request.ToString("D"), resource, Number(from.UtcTicks), Number(to.UtcTicks), Number(attempt), kind);

    /// <summary>The end of a requested backfill.</summary>
    public static Guid BackfillCompleted(Guid request) => Make("backfill_completed", request.ToString("D"));

    /// <summary>The intent that an event causes for one ticket.</summary>
    public static Guid TicketSyncRequested(Guid causeEventId, TicketReference ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return Make("ticket_sync_requested", causeEventId.ToString("D"), ticket.Connector, ticket.Workspace, ticket.Incident);
    }

    /// <summary>The one outcome of an intent.</summary>
    public static Guid Outcome(Guid intent) => Make("ticket_outcome", intent.ToString("D"));

    /// <summary>The change of the investigation by which the other side's state was taken over while an intent was worked on.</summary>
    public static Guid Adopted(Guid intent) => Make("ticket_adopted", intent.ToString("D"));

    /// <summary>The comment that a write leaves on the ticket.</summary>
    public static Guid Comment(Guid intent) => Make("ticket_comment", intent.ToString("D"));

    /// <summary>The event number <paramref name="index"/> of a command that a client named by an idempotency key.</summary>
    public static Guid Command(string tenant, string idempotencyKey, int index) => Make("command", tenant, idempotencyKey, Number(index));

    private static Guid Make(params ReadOnlySpan<string> parts) => NameBasedGuid.Of(Namespace, parts);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
