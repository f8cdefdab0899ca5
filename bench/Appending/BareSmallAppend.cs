using System.Security.Cryptography;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Running;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>
/// The least that a small append can cost: begin, take the head row and insert two events, their ids, their stream and the new head, commit; prepared
/// statements on a session of the superuser, sent as one batch in one round trip. It asks nothing: neither known ids nor versions.
/// </summary>
internal sealed class BareSmallAppend : IAsyncDisposable
{
    private readonly NpgsqlConnection session;
    private readonly NpgsqlBatch statements;

    private BareSmallAppend(NpgsqlConnection connection, NpgsqlBatch batch) => (session, statements) = (connection, batch);

    /// <summary>Opens a session and prepares the statements.</summary>
    public static async Task<BareSmallAppend> OpenAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Of("small_head.sql", NpgsqlDbType.Text),
                Of("small_event.sql", NpgsqlDbType.Text, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Jsonb, NpgsqlDbType.Text, NpgsqlDbType.Text),
                Of("small_event.sql", NpgsqlDbType.Text, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Jsonb, NpgsqlDbType.Text, NpgsqlDbType.Text),
                Of("small_stream.sql", NpgsqlDbType.Text, NpgsqlDbType.Text),
            },
        };
        await batch.PrepareAsync(cancellation);
        return new BareSmallAppend(connection, batch);
    }

    /// <summary>Inserts the rows.</summary>
    public async Task WriteAsync(Small small, CancellationToken cancellation)
    {
        Set(statements.BatchCommands[0], BenchDatabase.Tenant);
        for (var n = 0; n < 2; n++)
        {
            var one = small.Events[n];
            Set(
                statements.BatchCommands[n + 1],
                BenchDatabase.Tenant,
                one.Id,
                small.Stream,
                n + 1L,
                one.Data.ToArray(),
                one.Type,
                Convert.ToHexStringLower(SHA256.HashData(one.Data.Span)));
        }

        Set(statements.BatchCommands[3], BenchDatabase.Tenant, small.Stream);
        await statements.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await statements.DisposeAsync();
        await session.DisposeAsync();
    }

    private static NpgsqlBatchCommand Of(string file, params NpgsqlDbType[] types)
    {
        var command = new NpgsqlBatchCommand(BenchSql.Read(file));
        foreach (var type in types)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        return command;
    }

    private static void Set(NpgsqlBatchCommand command, params object[] values)
    {
        for (var n = 0; n < values.Length; n++)
        {
            command.Parameters[n].Value = values[n];
        }
    }
}
