using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Projections.Engine;
using static NpgsqlTypes.NpgsqlDbType;

namespace Dropzone.Ledger.Projections;

/// <summary>Keeps the domain's own fold of each alert's stream as a document, and the notes beside it. Entities stay in the vault.</summary>
internal sealed class AlertDetailProjection : IStatelessProjection
{
    private static readonly HashSet<string> Wanted =
        EventTypes.All.Where(t => t.Record.IsSubclassOf(typeof(AlertEvent))).Select(t => t.Alias).ToHashSet(StringComparer.Ordinal);

    private static readonly Columns<(string Stream, AlertState State)> Row = new Columns<(string Stream, AlertState State)>()
        .With("id", Uuid, static r => r.State.Id).With("stream", Text, static r => r.Stream)
        // The text of a document is its binary form, too.
        .With("document", Bytea, static r => JsonSerializer.SerializeToUtf8Bytes(r.State, LedgerJson.Options));

    public string Name => ProjectionNames.AlertDetail;

    public IReadOnlyList<string> Definitions { get; } = ["AlertDetail/tables.sql"];

    public IReadOnlyList<string> Tables { get; } = ["alerts", "notes"];

    /// <summary>As the domain's fold: what is kept is its state.</summary>
    public int Version => AlertState.FoldVersion;

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        var before = await LoadAsync(tables, Revisited.Alerts(events), cancellationToken);
        var now = new Dictionary<string, AlertState?>(before, StringComparer.Ordinal);
        var notes = new List<(Guid Alert, FoldedEvent Event, InvestigationNoteAdded Note)>();
        foreach (var folded in events)
        {
            var (stored, e) = folded;
            var state = AlertState.Apply(now.GetValueOrDefault(stored.Stream), e, stored.Id, stored.Version, stored.Timestamp);
            now[stored.Stream] = state;
            if (state is not null && e is InvestigationNoteAdded note)
            {
                notes.Add((state.Id, folded, note));
            }
        }

        List<(string Stream, AlertState State)> rows = [.. now.Where(n => n.Value is not null).Select(n => (n.Key, n.Value!))];
        await Row.InsertAsync(tables, "alerts", "AlertDetail/add.sql", [.. rows.Where(r => !before.ContainsKey(r.Stream))], cancellationToken);
        await Row.RunAsync(tables, "AlertDetail/save.sql", [.. rows.Where(r => before.ContainsKey(r.Stream))], cancellationToken);
        if (notes.Count > 0)
        {
            await tables.Command("AlertDetail/notes_add.sql")
                .WithColumn(notes, n => n.Alert).WithColumn(notes, n => n.Event.Stored.Position).WithColumn(notes, n => n.Event.Stored.Timestamp)
                .WithColumn(notes, n => n.Note.By.Kind.ToString()).WithColumn(notes, n => n.Note.By.Name).WithColumn(notes, n => n.Note.Text)
                .RunAsync(cancellationToken);
        }
    }

    /// <summary>Reads a kept state.</summary>
    internal static AlertState Read(string document) => JsonSerializer.Deserialize<AlertState>(document, LedgerJson.Options)!;

    private static async Task<Dictionary<string, AlertState?>> LoadAsync(
        TableSpace tables, IReadOnlyList<Guid> alerts, CancellationToken cancellationToken)
    {
        var rows = alerts.Count == 0 ? [] : await tables.Command("AlertDetail/load.sql").WithColumn(alerts, static id => id)
            .ReadAsync(r => (Stream: r.GetString(0), State: Read(r.GetString(1))), cancellationToken);
        return rows.ToDictionary(r => r.Stream, r => (AlertState?)r.State, StringComparer.Ordinal);
    }
}
