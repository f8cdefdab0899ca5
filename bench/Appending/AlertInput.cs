using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>One new alert as it stands before it is sealed, encoded and written: what both sides of a figure begin with.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Events">What happened, without the commitments of the documents.</param>
/// <param name="Ids">The events' ids.</param>
/// <param name="Payload">The source's bytes.</param>
/// <param name="Entities">The entities document.</param>
internal sealed record AlertInput(string Stream, IReadOnlyList<AlertEvent> Events, IReadOnlyList<Guid> Ids, byte[] Payload, byte[] Entities)
{
    /// <summary>Seals the documents and names them in the first event.</summary>
    public (VaultEntry Payload, VaultEntry Entities, IReadOnlyList<AlertEvent> Events) Seal()
    {
        var payload = VaultEntry.Seal(VaultKind.Payload, Payload);
        var entities = VaultEntry.Seal(VaultKind.Entities, Entities);
        var first = (AlertIngested)Events[0] with { Payload = Reference(payload), Entities = Reference(entities) };
        return (payload, entities, [first, .. Events.Skip(1)]);
    }

    /// <summary>As an append of the facts alone.</summary>
    public StreamAppend WithoutDocuments() => new(
        Stream, "alert", 0, [.. Events.Select((e, n) => (Id: Ids[n], Encoded: EventCodec.Encode(e))).Select(static e => new EventToAppend(e.Id, e.Encoded.Alias, e.Encoded.Data))]);

    private static VaultReference Reference(VaultEntry entry) => new(entry.Commitment, entry.Bytes.Length);
}

/// <summary>Makes pages of new alerts, each alert once.</summary>
internal sealed class AlertInputs(int seed)
{
    private readonly BelievableAlerts alerts = new(seed);
    private readonly BelievableDocuments documents = new(seed);
    private int next;

    /// <summary>The next alerts.</summary>
    public IReadOnlyList<AlertInput> Page(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private AlertInput Next()
    {
        var seen = alerts.Next(next++);
        var stream = StreamId.Alert(seen.Connector, seen.Kind, seen.SourceId);
        var happened = AlertDecider.Observe(null, seen, BelievableAlerts.SettingsOf(seen.Connector), 1);
        var (payload, entities) = documents.Of(seen);
        return new AlertInput(stream, happened, [.. happened.Select(e => EventIds.Observed(stream, e, 0))], payload, entities);
    }
}
