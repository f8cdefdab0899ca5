using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads the list of alerts.</summary>
public sealed class AlertListQueries(ReadModels models)
{
    /// <summary>
    /// How many alerts a search finds before the rest of the filter: as a rule the first number fills a page, however many alerts hold the word;
    /// when the filter leaves too few of them, the next one is tried.
    /// </summary>
    private static readonly int?[] Found = [500, 10_000, null];

    /// <summary>One page.</summary>
    /// <exception cref="ArgumentException">
    /// The cursor is of another order than the filter, or no word of the search can be found (see <see cref="SearchWords.CanBeFound"/>).
    /// </exception>
    public async Task<AlertPage> ListAsync(string tenant, AlertListFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Cursor is { } given && given.Sort != filter.Sort)
        {
            throw new ArgumentException("The cursor belongs to a list of another order.", nameof(filter));
        }

        var limit = Math.Clamp(filter.Limit, 1, AlertListFilter.LargestLimit);
        var (position, rows) = SearchWords.Of(filter.Q) is { } words
            ? await SearchAsync(tenant, filter, words, limit + 1, cancellationToken)
            : await ReadAsync(tenant, filter, limit + 1, cancellationToken);
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
            tenant,
            [ProjectionNames.AlertList],
            generations => [DashboardRows.CellsStatement(generations[0].Schema, tenant, null)],
            DashboardRows.ReadCellsAsync,
            cancellationToken);
        return FacetCounts.Of(position, cells, filter);
    }

    private async Task<(long Position, List<AlertRow> Rows)> ReadAsync(string tenant, AlertListFilter filter, int rows, CancellationToken cancellationToken)
    {
        var read = await models.ReadAsync(
            tenant,
            [ProjectionNames.AlertList],
            generations => AlertListStatement.For(filter, rows, tenant, generations[0]),
            AlertListStatement.IsUsual(filter),
            AlertListStatement.ReadAsync,
            cancellationToken);
        return (read.Position, read.Rows);
    }

    private async Task<(long Position, List<AlertRow> Rows)> SearchAsync(
        string tenant, AlertListFilter filter, SearchWords words, int rows, CancellationToken cancellationToken)
    {
        if (!words.CanBeFound)
        {
            throw new ArgumentException($"No word has {SearchWords.Shortest} letters or digits in a row.", nameof(filter));
        }

        // An order that is not the log's needs all that was found.
        var byIngestion = filter.Sort is AlertSort.Ingested or AlertSort.IngestedDescending;
        foreach (var most in byIngestion ? Found : [null])
        {
            var read = await models.ReadAsync(
                tenant,
                [ProjectionNames.AlertList, ProjectionNames.AlertSearch],
                generations => AlertListStatement.For(filter, words, most, rows, tenant, generations[0], generations[1]),
                AlertListStatement.IsUsual(filter),
                AlertListStatement.ReadAsync,
                cancellationToken);
            if (read.Rows.Count == rows || most is null || read.Found < most)
            {
                return (read.Position, read.Rows);
            }
        }

        throw new System.Diagnostics.UnreachableException("The last try finds all.");
    }

    internal static long SortKey(AlertSort sort, AlertRow row) =>
        sort is AlertSort.Ingested or AlertSort.IngestedDescending ? row.IngestedPosition : row.ModifiedOrder;
}
