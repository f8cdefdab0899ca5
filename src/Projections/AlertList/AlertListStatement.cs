using System.Globalization;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// The statement of one page: only what is asked for stands in it, so that each usual filter is the front of an index in the list's order and one
/// plan fits all values.
/// </summary>
internal static class AlertListStatement
{
    /// <summary>Whether the filter is of the few shapes that are asked all the time: their statements are kept prepared.</summary>
    public static bool IsUsual(AlertListFilter filter) =>
        filter.Limit is 25 or 50 or 100 or 200
        && filter is { Statuses.Count: 0, Investigation.Count: 0, GroupId: null, Ids: null, Severities.Count: <= 1 } && string.IsNullOrWhiteSpace(filter.Q);

    /// <summary>The page and the position that it reflects, in one snapshot.</summary>
    public static NpgsqlBatchCommand For(AlertListFilter filter, int rows, string schema, string tenant, string checkpoint)
    {
        var descending = filter.Sort is AlertSort.IngestedDescending or AlertSort.ModifiedDescending;
        var sort = filter.Sort is AlertSort.Ingested or AlertSort.IngestedDescending ? "ingested_position" : "modified_order";
        var command = new NpgsqlBatchCommand();
        var (owner, name) = (Add(command, tenant), Add(command, checkpoint));
        var conditions = new List<string> { $"tenant_id = {owner}" };
        conditions.AddRange(Conditions(command, filter));
        if (filter.Cursor is { } cursor)
        {
            conditions.Add($"({sort}, ingested_position) {(descending ? "<" : ">")} ({Add(command, cursor.Key)}, {Add(command, cursor.Position)})");
        }

        command.CommandText = SqlFile.Read("AlertList/list.sql", schema)
            .Replace("{columns}", AlertRows.Columns, StringComparison.Ordinal)
            .Replace("{conditions}", string.Join("\n      AND ", conditions), StringComparison.Ordinal)
            .Replace("{sort}", sort, StringComparison.Ordinal)
            .Replace("{direction}", descending ? "DESC" : "ASC", StringComparison.Ordinal)
            // A number and no parameter: a plan for any limit would be one for a tenth of the table.
            .Replace("{limit}", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{checkpoint}", name, StringComparison.Ordinal);
        return command;
    }

    /// <summary>The position and the rows.</summary>
    public static async Task<(long Position, List<AlertRow> Rows)> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var (position, rows, read) = (0L, new List<AlertRow>(), new AlertRows());
        while (await reader.ReadAsync(cancellationToken))
        {
            // The position stands behind the row's columns; a page without rows is one row that holds it alone.
            position = rows.Count > 0 ? position : reader.MaybeValue<long>(reader.FieldCount - 1) ?? 0;
            if (!reader.IsDBNull(0))
            {
                rows.Add(read.Read(reader));
            }
        }

        return (position, rows);
    }

    private static IEnumerable<string> Conditions(NpgsqlBatchCommand command, AlertListFilter filter)
    {
        if (filter.Decision is { } decision)
        {
            yield return $"state = {Add(command, AlertEntries.Word(decision))}";
        }

        if (filter.Connector is { } connector)
        {
            yield return $"connector = {Add(command, connector)}";
        }

        if (filter.Severities.Count > 0)
        {
            // The order of an index is lost behind an array: a single severity is compared as one value.
            yield return filter.Severities is [var severity] ? $"severity = {Add(command, severity)}" : $"severity = ANY ({Add(command, filter.Severities.ToArray())})";
        }

        if (filter.Statuses.Count > 0)
        {
            yield return $"status = ANY ({Add(command, filter.Statuses.ToArray())})";
        }

        if (filter.Investigation.Count > 0)
        {
            yield return $"investigation_status = ANY ({Add(command, filter.Investigation.Select(i => i.ToString()).ToArray())})";
        }

        if (filter.GroupId is { } group)
        {
            yield return $"group_id = {Add(command, group)}";
        }

        if (filter.Ids is { } ids)
        {
            yield return $"id = ANY ({Add(command, ids.ToArray())})";
        }

        if (Patterns(filter.Q) is { Length: > 0 } patterns)
        {
            yield return $"title ILIKE ALL ({Add(command, patterns)})";
        }
    }

    private static string Add<T>(NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }

    private static string[] Patterns(string? words) =>
        [.. (words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => $"%{Escape(word)}%")];

    private static string Escape(string word) => word
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
