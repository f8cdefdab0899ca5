using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads the list of alerts.</summary>
public sealed class AlertListQueries(ReadModels models)
{
    /// <summary>One page.</summary>
    /// <exception cref="ArgumentException">The cursor is of another order than the filter.</exception>
    public async Task<AlertPage> ListAsync(string tenant, AlertListFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Cursor is { } given && given.Sort != filter.Sort)
        {
            throw new ArgumentException("The cursor belongs to a list of another order.", nameof(filter));
        }

        var limit = Math.Clamp(filter.Limit, 1, AlertListFilter.LargestLimit);
        var (position, rows) = await models.ReadAsync(
            tenant,
            ProjectionNames.AlertList,
            generation => AlertListStatement.For(filter, limit + 1, generation.Schema, tenant, generation.Checkpoint(tenant)),
            AlertListStatement.IsUsual(filter),
            AlertListStatement.ReadAsync,
            cancellationToken);
        var more = rows.Count > limit;
        return new AlertPage(
            position,
            more ? rows[..limit] : rows,
            more ? new AlertCursor(filter.Sort, SortKey(filter.Sort, rows[limit - 1]), rows[limit - 1].IngestedPosition).ToString() : null);
    }

    /// <summary>Counts by value, from counters: the filter's connector, severities, statuses, investigation and decision apply, the rest does not.</summary>
    public async Task<AlertFacets> FacetsAsync(string tenant, AlertListFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (position, cells) = await models.ReadSnapshotAsync(
            tenant, ProjectionNames.AlertList, generation => [DashboardRows.CellsStatement(generation.Schema, tenant, null)], DashboardRows.ReadCellsAsync, cancellationToken);
        return FacetCounts.Of(position, cells, filter);
    }

    private static long SortKey(AlertSort sort, AlertRow row) =>
        sort is AlertSort.Ingested or AlertSort.IngestedDescending ? row.IngestedPosition : row.ModifiedOrder;
}
