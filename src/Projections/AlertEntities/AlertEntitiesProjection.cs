using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Entities;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections.Engine;
using static NpgsqlTypes.NpgsqlDbType;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Keeps which alerts speak of which entity, by the entities of each alert's current version. They lie in the vault: a document that was erased, or that
/// does not match its commitment, has none; the event of the erasure takes away what was read before it.
/// </summary>
internal sealed class AlertEntitiesProjection : IStatelessProjection
{
    private static readonly Columns<AlertDocument> Document = new Columns<AlertDocument>()
        .With("id", Uuid, static r => r.Id).With("position", Bigint, static r => r.Position)
        .With("version_key", Text, static r => r.Version.Key).With("version_modified_at", Text, static r => r.Version.ModifiedAt)
        .WithText("commitment", static r => r.Commitment);

    private static readonly Columns<Sighting> Row = new Columns<Sighting>()
        .With("alert_id", Uuid, static r => r.Alert).With("entity", Uuid, static r => r.Entity).With("position", Bigint, static r => r.Position);

    public string Name => ProjectionNames.AlertEntities;

    public IReadOnlyList<string> Definitions { get; } = ["AlertEntities/tables.sql"];

    public IReadOnlyList<string> Indexes { get; } = ["AlertEntities/indexes.sql"];

    public IReadOnlyList<string> Tables { get; } = ["documents", "sightings"];

    public bool Wants(string type) => type is "alert_ingested" or "alert_revised" or "payload_erased";

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var before = await LoadAsync(tables, Revisited.Alerts(events), cancellationToken);
        var now = Fold(before, events);
        List<AlertDocument> added = [.. now.Values.Where(r => !before.ContainsKey(r.Id))];
        List<AlertDocument> moved = [.. now.Values.Where(r => before.TryGetValue(r.Id, out var was) && was.Commitment != r.Commitment)];
        await Document.InsertAsync(tables, "documents", "AlertEntities/add.sql", added, cancellationToken);
        await Document.RunAsync(
            tables, "AlertEntities/save.sql", [.. now.Values.Where(r => before.TryGetValue(r.Id, out var was) && was != r)], cancellationToken);

        var known = await SightingsAsync(tables, [.. moved.Where(r => before[r.Id].Commitment is not null).Select(static r => r.Id)], cancellationToken);
        var read = await ReadAsync(tables, [.. added, .. moved], cancellationToken);
        List<Sighting> gone = [.. known.Except(read)];
        if (gone.Count > 0)
        {
            await tables.Command("AlertEntities/sightings_remove.sql")
                .WithColumn(gone, static r => r.Alert).WithColumn(gone, static r => r.Entity).RunAsync(cancellationToken);
        }

        await Row.InsertAsync(tables, "sightings", "AlertEntities/sightings_add.sql", [.. read.Except(known)], cancellationToken);
    }

    private static Dictionary<Guid, AlertDocument> Fold(IReadOnlyDictionary<Guid, AlertDocument> before, IReadOnlyList<FoldedEvent> events)
    {
        var now = new Dictionary<Guid, AlertDocument>(before);
        foreach (var (stored, e) in events)
        {
            if (e is AlertIngested first)
            {
                now.TryAdd(stored.Id, new AlertDocument(stored.Id, stored.Position, first.Version, first.Entities?.Commitment));
            }
            else if (EventIds.AlertIngested(stored.Stream) is var id && now.TryGetValue(id, out var known))
            {
                now[id] = e switch
                {
                    AlertRevised revised when AlertEntryFold.BecomesCurrent(known.Version, revised) =>
                        known with { Version = revised.Version, Commitment = revised.Entities?.Commitment },
                    PayloadErased erased when known.Commitment is { } commitment && erased.Commitments.Contains(commitment) =>
                        known with { Commitment = null },
                    _ => known,
                };
            }
        }

        return now;
    }

    /// <summary>Only the document that is current at the end of the batch is read: what stood in between leaves no trace in the rows.</summary>
    private static async Task<HashSet<Sighting>> ReadAsync(TableSpace tables, IReadOnlyList<AlertDocument> alerts, CancellationToken cancellationToken)
    {
        var documents = await Vault.ReadWholeAsync(
            tables.Transaction, [.. alerts.Select(static r => r.Commitment).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
        var read = new HashSet<Sighting>();
        foreach (var alert in alerts)
        {
            if (alert.Commitment is { } commitment && documents.TryGetValue(commitment, out var document))
            {
                var entities = JsonSerializer.Deserialize<Domain.Alerts.AlertEntities>(document.Bytes.Span, LedgerJson.Options)!;
                read.UnionWith(EntityKeys.Of(entities).Select(key => new Sighting(alert.Id, key.Id, alert.Position)));
            }
        }

        return read;
    }

    private static async Task<Dictionary<Guid, AlertDocument>> LoadAsync(TableSpace tables, IReadOnlyList<Guid> alerts, CancellationToken cancellationToken)
    {
        var rows = alerts.Count == 0 ? [] : await tables.Command("AlertEntities/load.sql").WithColumn(alerts, static id => id).ReadAsync(
            static r => new AlertDocument(r.GetGuid(0), r.GetInt64(1), new SourceVersion(r.GetString(2), r.GetString(3)), r.MaybeText(4)), cancellationToken);
        return rows.ToDictionary(static r => r.Id);
    }

    private static async Task<List<Sighting>> SightingsAsync(TableSpace tables, IReadOnlyList<Guid> alerts, CancellationToken cancellationToken) =>
        alerts.Count == 0 ? [] : await tables.Command("AlertEntities/sightings_load.sql").WithColumn(alerts, static id => id).ReadAsync(
            static r => new Sighting(r.GetGuid(0), r.GetGuid(1), r.GetInt64(2)), cancellationToken);
}
