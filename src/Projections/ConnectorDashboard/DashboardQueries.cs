using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads the connector dashboards.</summary>
public sealed class DashboardQueries(ReadModels models)
{
    /// <summary>How many hours of the series an answer holds: two weeks of busy ones.</summary>
    private const int NewestHours = 336;

    /// <summary>One connector's dashboard; null when neither settings nor alerts of it were ever recorded.</summary>
    public async Task<ConnectorDashboard?> FindAsync(string tenant, string connector, CancellationToken cancellationToken = default) =>
        (await ReadAsync(tenant, connector, cancellationToken)).SingleOrDefault();

    /// <summary>The dashboard of each connector, by slug.</summary>
    public Task<IReadOnlyList<ConnectorDashboard>> ListAsync(string tenant, CancellationToken cancellationToken = default) =>
        ReadAsync(tenant, null, cancellationToken);

    private async Task<IReadOnlyList<ConnectorDashboard>> ReadAsync(string tenant, string? connector, CancellationToken cancellationToken)
    {
        var (position, read) = await models.ReadSnapshotAsync(
            tenant, ProjectionNames.ConnectorDashboard, generation => DashboardRows.Statements(generation.Schema, tenant, connector, NewestHours), DashboardRows.ReadAsync,
            cancellationToken);
        var cells = read.Cells.ToLookup(c => c.Cell.Connector, StringComparer.Ordinal);
        var days = read.Days.ToLookup(d => d.Connector, d => d.Day, StringComparer.Ordinal);
        var hours = read.Hours.ToLookup(h => h.Connector, h => h.Hour, StringComparer.Ordinal);
        var named = read.Connectors.ToDictionary(c => c.Connector, StringComparer.Ordinal);
        return
        [
            .. named.Keys.Concat(days.Select(d => d.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => new ConnectorDashboard
            {
                Connector = id,
                Kind = named.TryGetValue(id, out var known) ? known.Kind : null,
                Name = known.Name,
                Position = position,
                Conservation = days[id].Aggregate(Conservation.None, (sum, day) => sum + day.Conservation),
                Days = [.. days[id]],
                BySeverity = Tally(cells[id], c => c.Severity),
                ByStatus = Tally(cells[id], c => c.Status),
                ByDetectionSource = Tally(cells[id], c => c.DetectionSource),
                ByInvestigationStatus = Tally(cells[id], c => c.InvestigationStatus),
                ByExclusionRule =
                [
                    .. cells[id].Where(c => c.Cell.ExcludedRule.Length > 0).GroupBy(c => c.Cell.ExcludedRule, c => c.Alerts, StringComparer.Ordinal)
                        .Select(g => new ValueCount(g.Key, g.Sum())).OrderByDescending(v => v.Count).ThenBy(v => v.Value, StringComparer.Ordinal),
                ],
                Hours = [.. hours[id]],
            }),
        ];
    }

    private static IReadOnlyList<Tally> Tally(IEnumerable<(CountCell Cell, long Alerts)> cells, Func<CountCell, string> by) =>
    [
        .. cells.GroupBy(c => by(c.Cell), StringComparer.Ordinal)
            .Select(g => new Tally(g.Key, g.Aggregate(Conservation.None, (sum, c) => sum + Conservation.Of(AlertEntries.StateOf(c.Cell.State), c.Alerts))))
            .OrderByDescending(t => t.Conservation.Ingested).ThenBy(t => t.Value, StringComparer.Ordinal),
    ];
}
