using System.Runtime.InteropServices;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads the connector dashboards.</summary>
public sealed class DashboardQueries(ReadModels models)
{
    private static readonly string[] Projections = [ProjectionNames.AlertList, ProjectionNames.TicketBoard, ProjectionNames.InvestigationTimes];

    /// <summary>One connector's dashboard; null when neither settings nor alerts of it were ever recorded.</summary>
    public async Task<ConnectorDashboard?> FindAsync(string tenant, string connector, CancellationToken cancellationToken = default)
    {
        var rows = await models.ReadAsync(
            tenant, Projections, generations => DashboardStatement.Now(generations, tenant, connector), prepared: true, DashboardRows.ReadAsync, cancellationToken);
        return Of(rows.Position, rows) is [var dashboard] ? dashboard with { Work = [.. rows.Work.Select(static w => w.Times)] } : null;
    }

    /// <summary>The dashboard of each connector, by slug.</summary>
    public async Task<IReadOnlyList<ConnectorDashboard>> ListAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var rows = await models.ReadAsync(
            tenant, Projections, generations => DashboardStatement.Now(generations, tenant, null), prepared: true, DashboardRows.ReadAsync, cancellationToken);
        return Of(rows.Position, rows);
    }

    /// <summary>The dashboards as they stood at a position, by slug.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="connector">The connector's slug; null = all.</param>
    /// <param name="position">An event of the log that the read models have folded.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PastDashboards> AsOfAsync(string tenant, string? connector, long position, CancellationToken cancellationToken = default)
    {
        var generation = 0;
        var rows = await models.ReadAsync(
            tenant,
            Projections,
            generations =>
            {
                generation = generations[0].Number;
                return DashboardStatement.AsOf(generations, tenant, connector, position);
            },
            prepared: true,
            DashboardRows.ReadAsync,
            cancellationToken);
        var work = rows.Work.ToLookup(static w => w.Connector, static w => w.Times, StringComparer.Ordinal);
        return new PastDashboards(position, generation, [.. Of(position, rows).Select(d => d with { Work = [.. work[d.Connector]] })]);
    }

    private static IReadOnlyList<ConnectorDashboard> Of(long position, DashboardRows read)
    {
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
                Tickets = read.Tickets.GetValueOrDefault(id),
            }),
        ];
    }

    private static IReadOnlyList<Tally> Tally(IEnumerable<(CountCell Cell, long Alerts)> cells, Func<CountCell, string> by)
    {
        var sums = new Dictionary<string, (long Shown, long Excluded, long Merged)>(StringComparer.Ordinal);
        foreach (var (cell, alerts) in cells)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, by(cell), out _);
            switch (AlertEntries.StateOf(cell.State))
            {
                case AlertListState.Excluded:
                    sum.Excluded += alerts;
                    break;
                case AlertListState.Merged:
                    sum.Merged += alerts;
                    break;
                default:
                    sum.Shown += alerts;
                    break;
            }
        }

        return
        [
            .. sums.Select(static s => new Tally(s.Key, new Conservation(s.Value.Shown + s.Value.Excluded + s.Value.Merged, s.Value.Shown, s.Value.Excluded, s.Value.Merged)))
                .OrderByDescending(static t => t.Conservation.Ingested).ThenBy(static t => t.Value, StringComparer.Ordinal),
        ];
    }
}
