using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;
using static NpgsqlTypes.NpgsqlDbType;

namespace Dropzone.Ledger.Projections;

/// <summary>Keeps the text that each alert can be found by.</summary>
internal sealed class AlertSearchProjection : IStatelessProjection
{
    /// <summary>So many come at once to whoever is far behind, never to who follows what just happened.</summary>
    private const int Many = 500;

    private static readonly Columns<AlertText> Row = new Columns<AlertText>()
        .With("id", Uuid, static r => r.Id).With("position", Bigint, static r => r.Position).With("source_id", Text, static r => r.SourceId)
        .With("version_key", Text, static r => r.Version.Key).With("version_modified_at", Text, static r => r.Version.ModifiedAt).With("text", Text, static r => r.Text);

    public string Name => ProjectionNames.AlertSearch;

    public IReadOnlyList<string> Definitions { get; } = ["AlertSearch/tables.sql"];

    public IReadOnlyList<string> Indexes { get; } = ["AlertSearch/indexes.sql"];

    public IReadOnlyList<string> Functions { get; } = ["AlertSearch/find.sql"];

    public IReadOnlyList<string> Tables { get; } = ["texts"];

    public bool Wants(string type) => type is "alert_ingested" or "alert_revised";

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var before = await LoadAsync(tables, Revisited.Alerts(events), cancellationToken);
        var now = new Dictionary<Guid, AlertText>(before);
        foreach (var (stored, e) in events)
        {
            if (e is AlertIngested first)
            {
                now.TryAdd(stored.Id, new AlertText(stored.Id, stored.Position, first.SourceId, first.Version, AlertText.Of(first.SourceId, first.Facts)));
            }
            else if (e is AlertRevised revised && EventIds.AlertIngested(stored.Stream) is var id
                && now.TryGetValue(id, out var known) && AlertEntryFold.BecomesCurrent(known.Version, revised))
            {
                now[id] = known with { Version = revised.Version, Text = AlertText.Of(known.SourceId, revised.Facts) };
            }
        }

        if (!tables.IsBare && events.Count >= Many)
        {
            tables.Transaction.Defer(new NpgsqlBatchCommand(SqlFile.Read("AlertSearch/many.sql", tables.Schema)));
        }

        await Row.InsertAsync(tables, "texts", "AlertSearch/add.sql", [.. now.Values.Where(r => !before.ContainsKey(r.Id))], cancellationToken);
        await Row.RunAsync(
            tables, "AlertSearch/save.sql", [.. now.Values.Where(r => before.TryGetValue(r.Id, out var was) && was != r)], cancellationToken);
    }

    private static async Task<Dictionary<Guid, AlertText>> LoadAsync(TableSpace tables, IReadOnlyList<Guid> alerts, CancellationToken cancellationToken)
    {
        var rows = alerts.Count == 0 ? [] : await tables.Command("AlertSearch/load.sql").WithColumn(alerts, static id => id).ReadAsync(
            static r => new AlertText(r.GetGuid(0), r.GetInt64(1), r.GetString(2), new SourceVersion(r.GetString(3), r.GetString(4)), r.GetString(5)), cancellationToken);
        return rows.ToDictionary(static r => r.Id);
    }
}
