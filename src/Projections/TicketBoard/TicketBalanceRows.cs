using Dropzone.Ledger.Projections.Engine;
using Npgsql;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads the balance of each connector that ever had an intent.</summary>
internal static class TicketBalanceRows
{
    /// <summary>The statement, of one connector or of all.</summary>
    public static NpgsqlBatchCommand Statement(string schema, string tenant, string? connector)
    {
        var command = new NpgsqlBatchCommand(SqlFile.Read("TicketBoard/balance.sql", schema)
            .Replace("{connector}", connector is null ? "" : "AND connector = $2", StringComparison.Ordinal));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        if (connector is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
        }

        return command;
    }

    /// <summary>Reads its rows.</summary>
    public static Task<List<TicketBalance>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => reader.RowsAsync(
        static r => new TicketBalance(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6))
        {
            NeedsPerson = r.GetInt64(7),
            WaitingSince = r.MaybeValue<DateTimeOffset>(8),
        },
        cancellationToken);
}
