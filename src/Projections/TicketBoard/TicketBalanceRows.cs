using Dropzone.Ledger.Projections.Engine;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.Projections;

/// <summary>The balance of each connector that ever had an intent, behind each event that changed it.</summary>
internal static class TicketBalanceRows
{
    private static readonly Columns<(long Position, TicketBalance Balance)> Columns = new Columns<(long Position, TicketBalance Balance)>()
        .With("connector", NpgsqlDbType.Text, static r => r.Balance.Connector)
        .With("position", NpgsqlDbType.Bigint, static r => r.Position)
        .With("intents", NpgsqlDbType.Bigint, static r => r.Balance.Intents)
        .With("written", NpgsqlDbType.Bigint, static r => r.Balance.Written)
        .With("already_in_sync", NpgsqlDbType.Bigint, static r => r.Balance.AlreadyInSync)
        .With("superseded", NpgsqlDbType.Bigint, static r => r.Balance.Superseded)
        .With("failed", NpgsqlDbType.Bigint, static r => r.Balance.Failed)
        .With("waiting", NpgsqlDbType.Bigint, static r => r.Balance.Waiting)
        .With("needs_person", NpgsqlDbType.Bigint, static r => r.Balance.NeedsPerson)
        .WithMaybe("waiting_since", NpgsqlDbType.TimestampTz, static r => r.Balance.WaitingSince);

    /// <summary>The statement, of one connector or of all, now or as of a position.</summary>
    public static NpgsqlBatchCommand Statement(string schema, string tenant, string? connector, long? position = null)
    {
        var command = new NpgsqlBatchCommand { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant } } };
        var (ofConnector, upTo) = ("", "");
        if (connector is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = connector });
            ofConnector = "AND b.connector = $2";
        }

        if (position is { } last)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last });
            upTo = $"AND b.position <= ${command.Parameters.Count}";
        }

        command.CommandText = SqlFile.Read("TicketBoard/balance.sql", schema)
            .Replace("{connector}", ofConnector, StringComparison.Ordinal)
            .Replace("{position}", upTo, StringComparison.Ordinal);
        return command;
    }

    /// <summary>Reads its rows.</summary>
    public static Task<List<TicketBalance>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => reader.RowsAsync(Read, cancellationToken);

    /// <summary>The last balance of each of some connectors.</summary>
    public static Task<List<TicketBalance>> LoadAsync(TableSpace tables, IReadOnlyCollection<string> connectors, CancellationToken cancellationToken) =>
        tables.Command("TicketBoard/balances_load.sql").WithColumn(connectors, static c => c).ReadAsync(Read, cancellationToken);

    /// <summary>Adds what the balances became.</summary>
    public static Task AddAsync(TableSpace tables, IReadOnlyCollection<(long Position, TicketBalance Balance)> rows, CancellationToken cancellationToken) =>
        Columns.InsertAsync(tables, "balances", "TicketBoard/balances_add.sql", rows, cancellationToken);

    private static TicketBalance Read(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6))
        {
            NeedsPerson = r.GetInt64(7),
            WaitingSince = r.MaybeValue<DateTimeOffset>(8),
        };
}
