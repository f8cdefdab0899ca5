using System.Runtime.InteropServices;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads the connector dashboards.</summary>
public sealed class DashboardQueries(ReadModels models)
{
    /// <summary>How many hours of the series an answer holds: two weeks of busy ones.</summary>
    private const int NewestHours = 336;

    /// <summary>One connector's dashboard; null when neither settings nor alerts of it were ever recorded.</summary>
    public async Task<ConnectorDashboard?> FindAsync(string tenant, string connector, CancellationToken cancellationToken = default)
    {
        var (position, (rows, work, tickets)) = await models.ReadSnapshotAsync(
            tenant,
            [ProjectionNames.AlertList, ProjectionNames.InvestigationTimes, ProjectionNames.TicketBoard],
            generations =>
            [
                .. DashboardRows.Statements(generations[0].Schema, tenant, connector, NewestHours),
                InvestigationTimesRows.Statement(generations[1].Schema, tenant, connector),
                TicketBalanceRows.Statement(generations[2].Schema, tenant, connector),
            ],
            ReadAllAsync,
            cancellationToken);
        return Of(position, rows) is [var dashboard] ? dashboard with { Work = [.. work[connector]], Tickets = tickets } : null;

        static async Task<(DashboardRows, ILookup<string, WorkTimes>, TicketBalance?)> ReadAllAsync(NpgsqlDataReader reader, CancellationToken stop)
        {
            var dashboard = await DashboardRows.ReadAsync(reader, stop);
            await reader.NextResultAsync(stop);
            var work = await InvestigationTimesRows.ReadAsync(reader, stop);
            await reader.NextResultAsync(stop);
            return (dashboard, work, (await TicketBalanceRows.ReadAsync(reader, stop)).SingleOrDefault());
        }
    }

    /// <summary>The dashboard of each connector, by slug.</summary>
    public async Task<IReadOnlyList<ConnectorDashboard>> ListAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var (position, (rows, tickets)) = await models.ReadSnapshotAsync(
            tenant,
            [ProjectionNames.AlertList, ProjectionNames.TicketBoard],
            generations =>
            [
                .. DashboardRows.Statements(generations[0].Schema, tenant, null, NewestHours),
                TicketBalanceRows.Statement(generations[1].Schema, tenant, null),
            ],
            ReadAllAsync,
            cancellationToken);
        return [.. Of(position, rows).Select(d => d with { Tickets = tickets.GetValueOrDefault(d.Connector) })];

        static async Task<(DashboardRows, Dictionary<string, TicketBalance>)> ReadAllAsync(NpgsqlDataReader reader, CancellationToken stop)
        {
            var dashboards = await DashboardRows.ReadAsync(reader, stop);
            await reader.NextResultAsync(stop);
            return (dashboards, (await TicketBalanceRows.ReadAsync(reader, stop)).ToDictionary(static t => t.Connector, StringComparer.Ordinal));
        }
    }

    /// <summary>The dashboards as they stood at a position, by slug.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="connector">The connector's slug; null = all.</param>
    /// <param name="position">An event of the log that the read models have folded.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PastDashboards> AsOfAsync(string tenant, string? connector, long position, CancellationToken cancellationToken = default)
    {
        var generation = 0;
        var (_, (rows, tickets, work)) = await models.ReadSnapshotAsync(
            tenant,
            [ProjectionNames.AlertList, ProjectionNames.TicketBoard, ProjectionNames.InvestigationTimes],
            generations =>
            {
                generation = generations[0].Number;
                return
                [
                    .. DashboardPast.Statements(generations[0].Schema, tenant, connector, position, NewestHours),
                    TicketBalanceRows.Statement(generations[1].Schema, tenant, connector, position),
                    InvestigationTimesRows.Statement(generations[2].Schema, tenant, connector, position),
                ];
            },
            ReadAllAsync,
            cancellationToken);
        return new PastDashboards(position, generation, [.. Of(position, rows).Select(d => d with { Work = [.. work[d.Connector]], Tickets = tickets.GetValueOrDefault(d.Connector) })]);

        static async Task<(DashboardRows, Dictionary<string, TicketBalance>, ILookup<string, WorkTimes>)> ReadAllAsync(NpgsqlDataReader reader, CancellationToken stop)
        {
            var dashboards = await DashboardPast.ReadAsync(reader, stop);
            await reader.NextResultAsync(stop);
            var balances = (await TicketBalanceRows.ReadAsync(reader, stop)).ToDictionary(static t => t.Connector, StringComparer.Ordinal);
            await reader.NextResultAsync(stop);
            return (dashboards, balances, await InvestigationTimesRows.ReadAsync(reader, stop));
        }
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
