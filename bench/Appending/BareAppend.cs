using System.Security.Cryptography;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>
/// The least that it can cost to record events in this layout, and what every bare sequence calls a commit: begin, take the head row and insert the events,
/// their ids, their stream (or its new version) and the new head, commit; prepared statements on a session of the superuser, sent as one batch in one round
/// trip. It asks nothing: neither known ids nor versions.
/// </summary>
internal sealed class BareAppend : IAsyncDisposable
{
    private readonly NpgsqlConnection session;
    private readonly NpgsqlBatch statements;
    private readonly int events;

    private BareAppend(NpgsqlConnection connection, NpgsqlBatch batch, int count) => (session, statements, events) = (connection, batch, count);

    /// <summary>Opens a session on a ledger of its own and prepares the statements.</summary>
    /// <param name="source">Where the ledger is.</param>
    /// <param name="events">How many events each append has.</param>
    /// <param name="newStreams">Whether each append begins a stream; else it follows in one that is there.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<BareAppend> OpenAsync(NpgsqlDataSource source, int events, bool newStreams, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Of("bare_head.sql", NpgsqlDbType.Text, NpgsqlDbType.Bigint));
        for (var n = 0; n < events; n++)
        {
            batch.BatchCommands.Add(Of(
                "bare_event.sql", NpgsqlDbType.Text, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Jsonb, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bigint));
        }

        batch.BatchCommands.Add(Of(newStreams ? "bare_new_stream.sql" : "bare_grown_stream.sql", NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bigint));
        await batch.PrepareAsync(cancellation);
        return new BareAppend(connection, batch, events);
    }

    /// <summary>Inserts the rows behind a version of the stream, 0 for a new one.</summary>
    public async Task WriteAsync(string stream, long version, IReadOnlyList<EventToAppend> appended, CancellationToken cancellation)
    {
        Set(statements.BatchCommands[0], BenchDatabase.Tenant, (long)events);
        for (var n = 0; n < events; n++)
        {
            var one = appended[n];
            Set(
                statements.BatchCommands[n + 1],
                BenchDatabase.Tenant,
                one.Id,
                stream,
                version + n + 1,
                one.Data.ToArray(),
                one.Type,
                Convert.ToHexStringLower(SHA256.HashData(one.Data.Span)),
                (long)(events - n - 1));
        }

        Set(statements.BatchCommands[^1], BenchDatabase.Tenant, stream, version + events);
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
