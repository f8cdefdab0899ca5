using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>The rows that a dashboard is summed from, of one connector or of all.</summary>
/// <param name="Cells">Alerts by cell.</param>
/// <param name="Days">The balance by day, oldest first.</param>
/// <param name="Hours">The newest hours that have any, oldest first.</param>
/// <param name="Connectors">The connectors that were ever configured.</param>
internal sealed record DashboardRows(
    IReadOnlyList<(CountCell Cell, long Alerts)> Cells,
    IReadOnlyList<(string Connector, DayConservation Day)> Days,
    IReadOnlyList<(string Connector, HourCount Hour)> Hours,
    IReadOnlyList<(string Connector, string Kind, string? Name)> Connectors)
{
    /// <summary>The statements, in the order in which <see cref="ReadAsync"/> reads their rows.</summary>
    public static IReadOnlyList<NpgsqlBatchCommand> Statements(string schema, string tenant, string? connector, int newestHours) =>
    [
        CellsStatement(schema, tenant, connector),
        Statement("days_load", schema, tenant, connector),
        Statement("hours_load", schema, tenant, connector, newestHours),
        Statement("connectors_load", schema, tenant, connector),
    ];

    /// <summary>The statement of the cells alone.</summary>
    public static NpgsqlBatchCommand CellsStatement(string schema, string tenant, string? connector) => Statement("counts_load", schema, tenant, connector);

    /// <summary>Reads all of it.</summary>
    public static async Task<DashboardRows> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var cells = await ReadCellsAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var days = await reader.RowsAsync(
            static r => (r.GetString(0), new DayConservation(r.GetFieldValue<DateOnly>(1), new Conservation(r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5)))),
            cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var hours = await reader.RowsAsync(static r => (r.GetString(0), new HourCount(r.GetFieldValue<DateTimeOffset>(1), r.GetInt64(2))), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var connectors = await reader.RowsAsync(static r => (r.GetString(0), r.GetString(1), r.Maybe<string>(2)), cancellationToken);
        return new DashboardRows(cells, days, hours, connectors);
    }

    /// <summary>Reads the cells.</summary>
    public static Task<List<(CountCell Cell, long Alerts)>> ReadCellsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => reader.RowsAsync(
        static r => (CellOf(r), r.GetInt64(7)), cancellationToken);

    /// <summary>The cell that the first columns name.</summary>
    public static CountCell CellOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6));

    private static NpgsqlBatchCommand Statement(string file, string schema, string tenant, string? connector, int? newest = null)
    {
        var command = new NpgsqlBatchCommand { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant } } };
        var condition = "";
        if (connector is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
            condition = "AND connector = $2";
        }

        command.CommandText = SqlFile.Read($"ConnectorDashboard/{file}.sql", schema)
            .Replace("{connector}", condition, StringComparison.Ordinal)
            .Replace("{newest}", $"{newest}", StringComparison.Ordinal);
        return command;
    }
}
