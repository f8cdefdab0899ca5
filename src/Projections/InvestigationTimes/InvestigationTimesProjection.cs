using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections.Engine;
using static NpgsqlTypes.NpgsqlDbType;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// One row an alert: when it was seen, when somebody acted first, when it was closed last. Beside it each stretch in which it was closed, by which the
/// past is told.
/// </summary>
internal sealed class InvestigationTimesProjection : IStatelessProjection
{
    private const int LongestWord = 64;

    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "alert_ingested", "investigation_status_changed", "investigation_assigned", "investigation_note_added",
    };

    private static readonly Columns<(FoldedEvent Folded, AlertIngested Seen)> Row = new Columns<(FoldedEvent Folded, AlertIngested Seen)>()
        .With("stream", Text, static r => r.Folded.Stored.Stream).With("connector", Text, static r => r.Seen.Connector)
        .With("severity", Text, static r => Cut(r.Seen.Facts.Severity)).With("ingested_at", TimestampTz, static r => r.Folded.Stored.Timestamp);

    public string Name => ProjectionNames.InvestigationTimes;

    public IReadOnlyList<string> Definitions { get; } = ["InvestigationTimes/tables.sql"];

    public IReadOnlyList<string> Tables { get; } = ["work", "closings"];

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        List<(FoldedEvent Folded, AlertIngested Seen)> seen = [.. events.Where(static e => e.Event is AlertIngested).Select(static e => (e, (AlertIngested)e.Event))];
        await Row.InsertAsync(tables, "work", "InvestigationTimes/see.sql", seen, cancellationToken);
        List<Acts> acts = [.. events.Where(e => e.Event is not AlertIngested).GroupBy(e => e.Stored.Stream, StringComparer.Ordinal).Select(g => Acts.Of(g.Key, [.. g]))];
        if (acts.Count > 0)
        {
            await tables.Command("InvestigationTimes/act.sql")
                .WithColumn(acts, a => a.Stream).WithColumn(acts, a => a.First).WithColumn(acts, a => a.Moved).WithColumn(acts, a => a.ClosedAt)
                .RunAsync(cancellationToken);
        }

        await CloseAsync(tables, [.. acts.Where(static a => a.Moved)], cancellationToken);
    }

    private static async Task CloseAsync(TableSpace tables, IReadOnlyList<Acts> moved, CancellationToken cancellationToken)
    {
        if (moved.Count > 0)
        {
            await tables.Command("InvestigationTimes/closings_end.sql")
                .WithColumn(moved, static a => a.Stream).WithColumn(moved, static a => a.Changes[0].At).RunAsync(cancellationToken);
        }

        List<(string Stream, DateTimeOffset From, DateTimeOffset? To)> closings = [.. moved.SelectMany(static a => a.Closings)];
        if (closings.Count > 0)
        {
            await tables.Command("InvestigationTimes/closings_add.sql")
                .WithColumn(closings, static c => c.Stream).WithColumn(closings, static c => c.From).WithColumn(closings, static c => c.To).RunAsync(cancellationToken);
        }
    }

    private static string Cut(string word) => word.Length <= LongestWord ? word : word[..LongestWord];

    /// <summary>What a batch says of one alert: the first act, and each change of the investigation's status.</summary>
    private sealed record Acts(string Stream, DateTimeOffset First, IReadOnlyList<(DateTimeOffset At, bool Closes)> Changes)
    {
        public bool Moved => Changes.Count > 0;

        public DateTimeOffset? ClosedAt => Changes is [.., (var at, true)] ? at : null;

        public IEnumerable<(string Stream, DateTimeOffset From, DateTimeOffset? To)> Closings =>
            Changes.Select((change, i) => (change, Next: i + 1 < Changes.Count ? Changes[i + 1].At : (DateTimeOffset?)null))
                .Where(static c => c.change.Closes).Select(c => (Stream, c.change.At, c.Next));

        public static Acts Of(string stream, IReadOnlyList<FoldedEvent> events) => new(
            stream,
            events[0].Stored.Timestamp,
            [
                .. events.Where(static e => e.Event is InvestigationStatusChanged)
                    .Select(static e => (e.Stored.Timestamp, ((InvestigationStatusChanged)e.Event).To == InvestigationStatus.Closed)),
            ]);
    }
}
