using Dropzone.Ledger.Bench.Appending;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// The least between an event and a row that shows it: open sessions of the superuser, prepared statements, no guard: commit the event, read it, load the
/// row, upsert it, commit. In a ledger of its own that nobody follows.
/// </summary>
internal sealed class BareSequence : IAsyncDisposable
{
    private readonly BareAppend append;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand read, load, save;
    private readonly string schema;
    private long position;

    private BareSequence(BareAppend append, NpgsqlConnection connection, string schema)
    {
        (this.append, this.connection, this.schema) = (append, connection, schema);
        read = Of("bare_read.sql", BenchDatabase.Tenant, 0L);
        load = Of("bare_load.sql", BenchDatabase.Tenant, Guid.Empty);
        save = Of("bare_save.sql", BenchDatabase.Tenant, Guid.Empty, 0L);
    }

    /// <summary>Opens the sessions and prepares the statements.</summary>
    /// <param name="source">The ledger.</param>
    /// <param name="schema">Where the list's table is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<BareSequence> OpenAsync(NpgsqlDataSource source, string schema, CancellationToken cancellation)
    {
        var sequence = new BareSequence(
            await BareAppend.OpenAsync(source, events: 1, newStreams: true, cancellation), await source.OpenConnectionAsync(cancellation), schema);
        foreach (var command in new[] { sequence.read, sequence.load, sequence.save })
        {
            await command.PrepareAsync(cancellation);
        }

        return sequence;
    }

    /// <summary>Lets the planner see the rows of the warm-up: what was planned for an empty table reads the whole of it for each row.</summary>
    public Task AnalyzeAsync(CancellationToken cancellation) =>
        BenchSql.RunAsync(connection, $"analyze ledger.mt_events, ledger.mt_streams, ledger.event_ids, {schema}.alerts", cancellation);

    /// <summary>Once: an event as long as the one given.</summary>
    public async Task RunAsync(EventToAppend like, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        await append.WriteAsync(StreamId.Alert("bare", "bare", $"{id}"), 0, [like with { Id = id }], cancellation);
        read.Parameters[1].Value = position;
        position = await DrainAsync(read, cancellation) ?? position;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        load.Parameters[1].Value = id;
        await DrainAsync(load, cancellation);
        (save.Parameters[1].Value, save.Parameters[2].Value) = (id, position);
        await save.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await append.DisposeAsync();
        await read.DisposeAsync();
        await load.DisposeAsync();
        await save.DisposeAsync();
        await connection.DisposeAsync();
    }

    private NpgsqlCommand Of(string file, params object[] values)
    {
        var command = new NpgsqlCommand(BenchSql.Read(file).Replace("{schema}", schema, StringComparison.Ordinal), connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private static async Task<long?> DrainAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        long? first = null;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            first = reader.GetValue(0) as long?;
            for (var column = 1; column < reader.FieldCount; column++)
            {
                reader.GetValue(column);
            }
        }

        return first;
    }
}
