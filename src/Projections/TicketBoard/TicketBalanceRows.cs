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

    /// <summary>The rows, of one connector or of all, now or as of a position; $1 is the tenant.</summary>
    /// <param name="schema">The generation's.</param>
    /// <param name="connector">The connector's parameter; null = all.</param>
    /// <param name="position">The position's parameter; null = now.</param>
    public static string Text(string schema, string? connector, string? position) => SqlFile.Read("TicketBoard/balance.sql", schema)
        .Replace(
            "{connectors}",
            connector is null ? SqlFile.Read("TicketBoard/balance_connectors.sql", schema) : $"SELECT {connector}::text AS connector",
            StringComparison.Ordinal)
        .Replace("{position}", position is null ? "" : $"AND b.position <= {position}", StringComparison.Ordinal);

    /// <summary>The last balance of each of some connectors.</summary>
    public static Task<List<TicketBalance>> LoadAsync(TableSpace tables, IReadOnlyCollection<string> connectors, CancellationToken cancellationToken) =>
        tables.Command("TicketBoard/balances_load.sql").WithColumn(connectors, static c => c).ReadAsync(static r => Read(r, 0, 1, 8), cancellationToken);

    /// <summary>Adds what the balances became.</summary>
    public static Task AddAsync(TableSpace tables, IReadOnlyCollection<(long Position, TicketBalance Balance)> rows, CancellationToken cancellationToken) =>
        Columns.InsertAsync(tables, "balances", "TicketBoard/balances_add.sql", rows, cancellationToken);

    /// <summary>Reads one row: the connector, seven numbers and a time stand at these columns.</summary>
    public static TicketBalance Read(NpgsqlDataReader r, int connector, int first, int since) => new(
        r.GetString(connector), r.GetInt64(first), r.GetInt64(first + 1), r.GetInt64(first + 2), r.GetInt64(first + 3), r.GetInt64(first + 4), r.GetInt64(first + 5))
    {
        NeedsPerson = r.GetInt64(first + 6),
        WaitingSince = r.MaybeValue<DateTimeOffset>(since),
    };
}
