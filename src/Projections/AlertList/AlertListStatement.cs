using System.Globalization;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// The statement of one page: only what is asked for stands in it, so that each usual filter is the front of an index in the list's order and one
/// plan fits all values. Of several values each gets a page of its own, in order, and the pages are merged: an index is not read out of order.
/// </summary>
internal sealed class AlertListStatement
{
    private static readonly string[] States = [.. Enum.GetValues<AlertListState>().Select(AlertEntries.Word)];

    private readonly NpgsqlBatchCommand command = new();
    private readonly List<string> conditions = [];
    private readonly List<string> wanted = [];
    private readonly AlertListFilter filter;

    private AlertListStatement(AlertListFilter filter, string tenant)
    {
        this.filter = filter;
        conditions.Add($"tenant_id = {Add(tenant)}");
    }

    private bool Descending => filter.Sort is AlertSort.IngestedDescending or AlertSort.ModifiedDescending;

    private bool ByIngestion => filter.Sort is AlertSort.Ingested or AlertSort.IngestedDescending;

    /// <summary>Whether the filter is of the few shapes that are asked all the time: their statements are kept prepared.</summary>
    public static bool IsUsual(AlertListFilter filter) =>
        filter.Limit is 25 or 50 or 100 or 200
        && filter is { Statuses.Count: 0, Investigation.Count: 0, GroupId: null, Ids: null, Severities.Count: <= 1 };

    /// <summary>The page and the position that it reflects, in one snapshot.</summary>
    public static NpgsqlBatchCommand For(AlertListFilter filter, int rows, string tenant, Generation list)
    {
        var statement = new AlertListStatement(filter, tenant);
        var checkpoint = statement.Add(list.Checkpoint(tenant));
        statement.Narrow(merges: true);
        statement.Continue();
        return statement.Fill(statement.wanted.Count == 0 ? "AlertList/list.sql" : "AlertList/list_merged.sql", rows, list.Schema, checkpoint);
    }

    /// <summary>The page of what a search found, the position that it reflects, and how many alerts the search found before the filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="words">The words.</param>
    /// <param name="most">The most alerts that the search finds; null = all.</param>
    /// <param name="rows">Rows wanted.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="list">The list's generation.</param>
    /// <param name="search">The search's generation.</param>
    public static NpgsqlBatchCommand For(AlertListFilter filter, SearchWords words, int? most, int rows, string tenant, Generation list, Generation search)
    {
        var statement = new AlertListStatement(filter, tenant);
        var (checkpoint, other) = (statement.Add(list.Checkpoint(tenant)), statement.Add(search.Checkpoint(tenant)));
        var patterns = statement.Add(words.Patterns);
        var (after, before) = statement.ByIngestion && filter.Cursor is { } cursor
            ? statement.Descending ? (0L, cursor.Position) : (cursor.Position, long.MaxValue)
            : (0L, long.MaxValue);
        var (afterName, beforeName) = (statement.Add(after), statement.Add(before));
        statement.Narrow(merges: false);
        statement.Continue();
        var filled = statement.Fill("AlertSearch/page.sql", rows, list.Schema, checkpoint);
        filled.CommandText = filled.CommandText
            .Replace("{search}", search.Schema, StringComparison.Ordinal)
            .Replace("{search_checkpoint}", other, StringComparison.Ordinal)
            .Replace("{patterns}", patterns, StringComparison.Ordinal)
            .Replace("{after}", afterName, StringComparison.Ordinal)
            .Replace("{before}", beforeName, StringComparison.Ordinal)
            .Replace("{newest_first}", statement.Descending ? "true" : "false", StringComparison.Ordinal)
            .Replace("{most}", most?.ToString(CultureInfo.InvariantCulture) ?? "NULL", StringComparison.Ordinal);
        return filled;
    }

    /// <summary>The page as it stood at a position.</summary>
    public static NpgsqlBatchCommand AsOf(AlertListFilter filter, int rows, string tenant, string schema, long position)
    {
        var statement = new AlertListStatement(filter, tenant);
        statement.Narrow(merges: false);
        statement.Continue();
        var at = statement.Add(position);
        var filled = statement.Fill("AlertList/list_asof.sql", rows, schema, "", AlertRows.PastColumns);
        filled.CommandText = filled.CommandText.Replace("{at}", at, StringComparison.Ordinal);
        return filled;
    }

    /// <summary>What came onto the list between two positions, and what left it; the order of the filter is not that of the answer.</summary>
    public static NpgsqlBatchCommand Between(
        AlertListFilter filter, int rows, string tenant, string schema, long from, long to, (long Position, long Ingested) after)
    {
        var statement = new AlertListStatement(filter, tenant);
        statement.Narrow(merges: false);
        var values = new[] { ("{from}", from), ("{to}", to), ("{after_ingested}", after.Ingested), ("{after}", after.Position) }
            .Select(v => (Name: v.Item1, Place: statement.Add(v.Item2))).ToList();
        var filled = statement.Fill("AlertList/difference.sql", rows, schema, "");
        filled.CommandText = values.Aggregate(filled.CommandText, static (sql, v) => sql.Replace(v.Name, v.Place, StringComparison.Ordinal))
            .Replace("{tenant}", "$1", StringComparison.Ordinal);
        return filled;
    }

    /// <summary>Reads the rows into a page; the row behind the page's last one is only counted.</summary>
    /// <param name="reader">Stands before the rows.</param>
    /// <param name="limit">How many rows the page has at most.</param>
    /// <param name="page">Takes them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the statement says beside the page's rows.</returns>
    public static async Task<ReadRows> ReadAsync(NpgsqlDataReader reader, int limit, IAlertPageWriter page, CancellationToken cancellationToken)
    {
        page.Begin();
        var (all, rows) = (default(ReadRows), new AlertRows());
        while (await reader.ReadAsync(cancellationToken))
        {
            if (all.Count == 0)
            {
                // They stand behind the row's columns, the same in each; what a search that found nothing says is one row that holds them alone.
                all.Position = reader.MaybeValue<long>(AlertRows.Count) ?? 0;
                all.Found = reader.FieldCount > AlertRows.Count + 1 ? reader.GetInt64(AlertRows.Count + 1) : 0;
            }

            if (!reader.IsDBNull(0) && all.Count++ < limit)
            {
                all.Last = rows.Read(reader);
                page.Add(all.Last);
            }
        }

        return all;
    }

    /// <summary>What was read beside the page's rows.</summary>
    public struct ReadRows
    {
        /// <summary>The position that all of it reflects; 0 without a row.</summary>
        public long Position;

        /// <summary>How many a search found before the filter; 0 where none was made.</summary>
        public long Found;

        /// <summary>How many rows there are, the one behind the page counted.</summary>
        public int Count;

        /// <summary>The page's last row.</summary>
        public AlertRow? Last;
    }

    private NpgsqlBatchCommand Fill(string file, int rows, string schema, string checkpoint, string? columns = null)
    {
        command.CommandText = SqlFile.Read(file, schema)
            .Replace("{columns}", columns ?? AlertRows.Columns, StringComparison.Ordinal)
            .Replace("{wanted}", string.Join(" CROSS JOIN ", wanted), StringComparison.Ordinal)
            .Replace("{conditions}", string.Join("\n      AND ", conditions), StringComparison.Ordinal)
            .Replace("{sort}", ByIngestion ? "ingested_position" : "modified_order", StringComparison.Ordinal)
            .Replace("{direction}", Descending ? "DESC" : "ASC", StringComparison.Ordinal)
            // A number and no parameter: a plan for any limit would be one for a tenth of the table.
            .Replace("{limit}", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{checkpoint}", checkpoint, StringComparison.Ordinal);
        return command;
    }

    /// <summary>The cursor: rows behind the last one of the page before.</summary>
    private void Continue()
    {
        if (filter.Cursor is { } cursor)
        {
            var than = Descending ? "<" : ">";
            conditions.Add(ByIngestion
                ? $"ingested_position {than} {Add(cursor.Position)}"
                : $"(modified_order, ingested_position) {than} ({Add(cursor.Key)}, {Add(cursor.Position)})");
        }
    }

    private void Narrow(bool merges)
    {
        // Without a state the list has an index of its own order; every other index has the state in front.
        var anyState = filter.Decision is null && (filter.Connector is not null || filter.Severities.Count + filter.Statuses.Count > 0 || !ByIngestion);
        Any("state", filter.Decision is { } decision ? [AlertEntries.Word(decision)] : anyState && merges ? States : [], merges);
        Any("connector", filter.Connector is { } connector ? [connector] : [], merges);
        Any("severity", filter.Severities, merges);
        Any("status", filter.Statuses, merges);
        Any("investigation_status", [.. filter.Investigation.Select(static i => i.ToString())], merges: false);
        if (filter.GroupId is { } group)
        {
            conditions.Add($"group_id = {Add(group)}");
        }

        if (filter.Ids is { } ids)
        {
            conditions.Add($"id = ANY ({Add(ids.ToArray())})");
        }
    }

    private void Any(string column, IReadOnlyList<string> values, bool merges)
    {
        if (values is [var value])
        {
            conditions.Add($"{column} = {Add(value)}");
        }
        else if (values.Count > 0 && merges)
        {
            wanted.Add($"unnest({Add(values.Distinct(StringComparer.Ordinal).ToArray())}) AS wanted_{column} ({column}_wanted)");
            conditions.Add($"{column} = {column}_wanted");
        }
        else if (values.Count > 0)
        {
            conditions.Add($"{column} = ANY ({Add(values.ToArray())})");
        }
    }

    private string Add<T>(T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }
}
