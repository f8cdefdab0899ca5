using System.Globalization;
using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// The rows of a dashboard as they were at a position: what the counters were at the last mark before it, and what at most
/// <see cref="DashboardMark.Every"/> events changed behind that. However long the log is, it costs the same.
/// </summary>
internal static class DashboardPast
{
    private static readonly string[] Files = ["asof_counts", "asof_days", "asof_hours", "asof_changes", "asof_connectors"];

    /// <summary>The statements, in the order in which <see cref="ReadAsync"/> reads their rows.</summary>
    public static IReadOnlyList<NpgsqlBatchCommand> Statements(string schema, string tenant, string? connector, long position, int newestHours) =>
    [
        .. Files.Select(file =>
        {
            var command = new NpgsqlBatchCommand
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<long> { TypedValue = position } },
            };
            if (connector is not null)
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
            }

            command.CommandText = SqlFile.Read($"ConnectorDashboard/{file}.sql", schema)
                .Replace("{connector}", connector is null ? "" : "AND k.connector = $3", StringComparison.Ordinal)
                .Replace("{newest}", newestHours.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            return command;
        }),
    ];

    /// <summary>Reads and adds up.</summary>
    public static async Task<DashboardRows> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var cells = (await DashboardRows.ReadCellsAsync(reader, cancellationToken)).ToDictionary(static c => c.Cell, static c => c.Alerts);
        await reader.NextResultAsync(cancellationToken);
        var days = (await reader.RowsAsync(
            static r => (Key: (r.GetString(0), r.GetFieldValue<DateOnly>(1)), Sum: new Conservation(r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5))),
            cancellationToken)).ToDictionary(static d => d.Key, static d => d.Sum);
        await reader.NextResultAsync(cancellationToken);
        var hours = (await reader.RowsAsync(static r => (Key: (r.GetString(0), r.GetFieldValue<DateTimeOffset>(1)), Sum: r.GetInt64(2)), cancellationToken))
            .ToDictionary(static h => h.Key, static h => h.Sum);
        await reader.NextResultAsync(cancellationToken);
        foreach (var (cell, alerts, day, hour) in await reader.RowsAsync(
            static r => (DashboardRows.CellOf(r), r.GetInt64(7), r.GetFieldValue<DateOnly>(8), r.MaybeValue<DateTimeOffset>(9)), cancellationToken))
        {
            cells[cell] = cells.GetValueOrDefault(cell) + alerts;
            var key = (cell.Connector, day);
            days[key] = days.GetValueOrDefault(key, Conservation.None) + Conservation.Of(AlertEntries.StateOf(cell.State), alerts);
            if (hour is { } begun)
            {
                hours[(cell.Connector, begun)] = hours.GetValueOrDefault((cell.Connector, begun)) + alerts;
            }
        }

        await reader.NextResultAsync(cancellationToken);
        var connectors = await reader.RowsAsync(static r => (r.GetString(0), r.GetString(1), r.Maybe<string>(2)), cancellationToken);
        return new DashboardRows(
            [.. cells.Where(static c => c.Value != 0).Select(static c => (c.Key, c.Value))],
            [
                .. days.Where(static d => d.Value.Ingested != 0).OrderBy(static d => d.Key.Item1, StringComparer.Ordinal).ThenBy(static d => d.Key.Item2)
                    .Select(static d => (d.Key.Item1, new DayConservation(d.Key.Item2, d.Value))),
            ],
            [
                .. hours.Where(static h => h.Value != 0).OrderBy(static h => h.Key.Item1, StringComparer.Ordinal).ThenBy(static h => h.Key.Item2)
                    .Select(static h => (h.Key.Item1, new HourCount(h.Key.Item2, h.Value))),
            ],
            connectors);
    }
}
