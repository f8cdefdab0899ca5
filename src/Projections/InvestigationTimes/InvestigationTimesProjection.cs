using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>One row an alert: when it was seen, when somebody acted first, when it was closed last.</summary>
internal sealed class InvestigationTimesProjection : IProjection
{
    private const int LongestWord = 64;

    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "alert_ingested", "investigation_status_changed", "investigation_assigned", "investigation_note_added",
    };

    public string Name => ProjectionNames.InvestigationTimes;

    public IReadOnlyList<string> Definitions { get; } = ["InvestigationTimes/tables.sql"];

    public IReadOnlyList<string> Tables { get; } = ["work"];

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        List<(FoldedEvent Folded, AlertIngested Seen)> seen = [.. events.Where(e => e.Event is AlertIngested).Select(e => (e, (AlertIngested)e.Event))];
        if (seen.Count > 0)
        {
            await tables.Command("InvestigationTimes/see.sql")
                .WithColumn(seen, s => s.Folded.Stored.Stream).WithColumn(seen, s => s.Seen.Connector)
                .WithColumn(seen, s => Cut(s.Seen.Facts.Severity)).WithColumn(seen, s => s.Folded.Stored.Timestamp).RunAsync(cancellationToken);
        }

        List<Acts> acts = [.. events.Where(e => e.Event is not AlertIngested).GroupBy(e => e.Stored.Stream, StringComparer.Ordinal).Select(g => Acts.Of(g.Key, [.. g]))];
        if (acts.Count > 0)
        {
            await tables.Command("InvestigationTimes/act.sql")
                .WithColumn(acts, a => a.Stream).WithColumn(acts, a => a.First).WithColumn(acts, a => a.Moved).WithColumn(acts, a => a.ClosedAt)
                .RunAsync(cancellationToken);
        }
    }

    private static string Cut(string word) => word.Length <= LongestWord ? word : word[..LongestWord];

    /// <summary>What a batch says of one alert.</summary>
    private sealed record Acts(string Stream, DateTimeOffset First, bool Moved, DateTimeOffset? ClosedAt)
    {
        public static Acts Of(string stream, IReadOnlyList<FoldedEvent> events)
        {
            var last = events.LastOrDefault(e => e.Event is InvestigationStatusChanged);
            var change = last.Event as InvestigationStatusChanged;
            return new Acts(
                stream, events[0].Stored.Timestamp, change is not null, change?.To == InvestigationStatus.Closed ? last.Stored.Timestamp : null);
        }
    }
}
