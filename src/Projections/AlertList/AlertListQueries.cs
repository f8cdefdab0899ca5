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
        var page = new ListedRows();
        var end = await WriteAsync(tenant, filter, page, cancellationToken);
        return new AlertPage(end.Position, page.Rows, end.NextCursor);
    }

    /// <summary>One page, given row by row.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">Which alerts, in which order, how many.</param>
    /// <param name="page">Takes the rows; what it got before it is begun anew is void.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">As in the other form.</exception>
    public async Task<AlertPageEnd> WriteAsync(string tenant, AlertListFilter filter, IAlertPageWriter page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        if (filter.Cursor is { } given && given.Sort != filter.Sort)
        {
            throw new ArgumentException("The cursor belongs to a list of another order.", nameof(filter));
        }

        var limit = Math.Clamp(filter.Limit, 1, AlertListFilter.LargestLimit);
        var read = SearchWords.Of(filter.Q) is { } words
            ? await SearchAsync(tenant, filter, words, limit, page, cancellationToken)
            : await ReadAsync(tenant, filter, limit, page, cancellationToken);
        return new AlertPageEnd(
            read.Position,
            read.Count > limit && read.Last is { } last ? new AlertCursor(filter.Sort, SortKey(filter.Sort, last), last.IngestedPosition).ToString() : null);
    }

    /// <summary>What alerts are called, for lists of other things that name them; one that the list has not come to yet is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> TitlesAsync(
        string tenant, IReadOnlyCollection<Guid> alerts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        if (alerts.Count == 0)
        {
            return new Dictionary<Guid, string>();
        }

        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var titles = await snapshot.Tables.Command("AlertList/titles.sql").With(alerts.ToArray())
            .ReadAsync(static row => (Id: row.GetGuid(0), Title: row.GetString(1)), cancellationToken);
        return titles.ToDictionary(static row => row.Id, static row => row.Title);
    }

    /// <summary>Counts by value, from counters: the filter's connector, severities, statuses, investigation and decision apply, the rest does not.</summary>
    public async Task<AlertFacets> FacetsAsync(string tenant, AlertListFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rows = await models.ReadAsync(
            tenant,
            [ProjectionNames.AlertList],
            generations => DashboardStatement.Cells(generations[0], tenant),
            prepared: true,
            DashboardRows.ReadAsync,
            cancellationToken);
        return FacetCounts.Of(rows.Position, rows.Cells, filter);
    }

    private async Task<AlertListStatement.ReadRows> ReadAsync(
        string tenant, AlertListFilter filter, int limit, IAlertPageWriter page, CancellationToken cancellationToken)
    {
        if (await ReadAsync() is { Count: > 0 } read)
        {
            return read;
        }

        // No row carries a position. What is read after one was seen reflects at least that one.
        var position = await models.PositionAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var late = await ReadAsync();
        return late.Count > 0 ? late : late with { Position = position };

        Task<AlertListStatement.ReadRows> ReadAsync() => models.ReadAsync(
            tenant,
            [ProjectionNames.AlertList],
            generations => AlertListStatement.For(filter, limit + 1, tenant, generations[0]),
            AlertListStatement.IsUsual(filter),
            (reader, stop) => AlertListStatement.ReadAsync(reader, limit, page, stop),
            cancellationToken);
    }

    private async Task<AlertListStatement.ReadRows> SearchAsync(
        string tenant, AlertListFilter filter, SearchWords words, int limit, IAlertPageWriter page, CancellationToken cancellationToken)
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
                generations => AlertListStatement.For(filter, words, most, limit + 1, tenant, generations[0], generations[1]),
                AlertListStatement.IsUsual(filter),
                (reader, stop) => AlertListStatement.ReadAsync(reader, limit, page, stop),
                cancellationToken);
            if (read.Count > limit || most is null || read.Found < most)
            {
                return read;
            }
        }

        throw new System.Diagnostics.UnreachableException("The last try finds all.");
    }

    internal static long SortKey(AlertSort sort, AlertRow row) =>
        sort is AlertSort.Ingested or AlertSort.IngestedDescending ? row.IngestedPosition : row.ModifiedOrder;
}
