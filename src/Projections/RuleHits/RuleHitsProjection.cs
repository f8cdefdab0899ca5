using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Counts what each exclusion rule excluded, week by week: at ingest and when rules were applied to the history.</summary>
internal sealed class RuleHitsProjection : IStatelessProjection
{
    public string Name => ProjectionNames.RuleHits;

    public IReadOnlyList<string> Definitions { get; } = ["RuleHits/tables.sql"];

    public IReadOnlyList<string> Tables { get; } = ["rule_hits"];

    public bool Wants(string type) => type == "alert_excluded";

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var rows = events
            .Select(static e => (e.Stored, Excluded: e.Event as AlertExcluded, Connector: StreamId.ParseAlert(e.Stored.Stream)?.Connector))
            .Where(static e => e is { Excluded: not null, Connector: not null })
            .GroupBy(static e => (e.Connector, e.Excluded!.Rule, Week: WeekOf(e.Stored.Timestamp)), static e => e.Stored)
            .Select(static g => (g.Key, Hits: g.LongCount(), Last: g.Last()))
            .ToList();
        if (rows.Count > 0)
        {
            await tables.Command("RuleHits/add.sql")
                .WithColumn(rows, static r => r.Key.Connector!).WithColumn(rows, static r => r.Key.Rule).WithColumn(rows, static r => r.Key.Week)
                .WithColumn(rows, static r => r.Hits).WithColumn(rows, static r => r.Last.Timestamp).WithColumn(rows, static r => r.Last.Position)
                .RunAsync(cancellationToken);
        }
    }

    private static DateOnly WeekOf(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }
}
