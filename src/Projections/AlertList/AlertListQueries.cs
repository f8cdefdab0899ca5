using Dropzone.Ledger.Projections.Engine;
using Npgsql;

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
            tenant, ProjectionNames.AlertList, tables => Command(tables, filter, limit + 1), AlertEntries.Read, cancellationToken);
        var more = rows.Count > limit;
        return new AlertPage(
            position,
            [.. rows.Take(limit).Select(AlertRow.Of)],
            more ? new AlertCursor(filter.Sort, SortKey(filter.Sort, rows[limit - 1]), rows[limit - 1].IngestedPosition).ToString() : null);
    }

    /// <summary>Counts by value, from counters: the filter's connector, severities, statuses, investigation and decision apply, the rest does not.</summary>
    public async Task<AlertFacets> FacetsAsync(string tenant, AlertListFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        return FacetCounts.Of(snapshot.Position, await DashboardTables.CellsAsync(snapshot.Tables, null, cancellationToken), filter);
    }

    private static NpgsqlCommand Command(TableSpace tables, AlertListFilter filter, int rows)
    {
        var descending = filter.Sort is AlertSort.IngestedDescending or AlertSort.ModifiedDescending;
        var column = filter.Sort is AlertSort.Ingested or AlertSort.IngestedDescending ? "ingested_position" : "modified_order";
        return tables.Command("AlertList/list.sql", sql => sql
                .Replace("{sort}", column, StringComparison.Ordinal)
                .Replace("{direction}", descending ? "DESC" : "ASC", StringComparison.Ordinal)
                .Replace("{beyond}", descending ? "<" : ">", StringComparison.Ordinal))
            .With(filter.Decision is { } decision ? AlertEntries.Word(decision) : null)
            .With(filter.Connector)
            .With(filter.Severities is [var severity] ? severity : null)
            .With(OrNull(filter.Statuses))
            .With(OrNull([.. filter.Investigation.Select(i => i.ToString())]))
            .With(filter.GroupId)
            .With(filter.Ids?.ToArray())
            .With(OrNull(Patterns(filter.Q)))
            .With(filter.Cursor?.Key)
            .With(filter.Cursor?.Position)
            .With(rows)
            .With(filter.Severities.Count > 1 ? filter.Severities.ToArray() : null);
    }

    private static long SortKey(AlertSort sort, AlertEntry row) =>
        sort is AlertSort.Ingested or AlertSort.IngestedDescending ? row.IngestedPosition : row.ModifiedOrder;

    private static string[]? OrNull(IReadOnlyCollection<string> values) => values.Count == 0 ? null : [.. values];

    private static IReadOnlyList<string> Patterns(string? words) =>
        [.. (words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => $"%{Escape(word)}%")];

    private static string Escape(string word) => word
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
