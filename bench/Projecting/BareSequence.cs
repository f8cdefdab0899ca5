using Dropzone.Ledger.Bench.Reads;
using Npgsql;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// The least between an event and a row that shows it: one open session, prepared statements, no guard: insert and commit, read the event, load the row,
/// upsert it, commit. Tables of its own, with the columns and indexes of the log's and the list's.
/// </summary>
internal sealed class BareSequence(NpgsqlConnection connection, string schema) : IAsyncDisposable
{
    private readonly NpgsqlCommand append = new(BenchSql.Read("bare_append.sql"), connection) { Parameters = { new() { Value = 0L }, new() { Value = "" } } };
    private readonly NpgsqlCommand read = new(BenchSql.Read("bare_event.sql"), connection) { Parameters = { new() { Value = 0L } } };
    private readonly NpgsqlCommand load = new(BenchSql.Read("bare_load.sql"), connection) { Parameters = { new() { Value = Guid.Empty } } };
    private readonly NpgsqlCommand save = new(BenchSql.Read("bare_save.sql").Replace("{schema}", schema, StringComparison.Ordinal), connection)
    {
        Parameters = { new() { Value = Guid.Empty }, new() { Value = 0L } },
    };

    private long position;

    /// <summary>Makes the tables and prepares the statements.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await using (var tables = new NpgsqlCommand(BenchSql.Read("bare_tables.sql").Replace("{schema}", schema, StringComparison.Ordinal), connection))
        {
            await tables.ExecuteNonQueryAsync(cancellation);
        }

        foreach (var command in new[] { append, read, load, save })
        {
            await command.PrepareAsync(cancellation);
        }
    }

    /// <summary>Lets the planner see the rows of the warm-up: what was planned for an empty table reads the whole of it for each row.</summary>
    public async Task AnalyzeAsync(CancellationToken cancellation)
    {
        await using var analyze = new NpgsqlCommand("analyze bare.events, bare.alerts", connection);
        await analyze.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Once.</summary>
    public async Task RunAsync(string data, CancellationToken cancellation)
    {
        position++;
        var id = Guid.NewGuid();
        (append.Parameters[0].Value, append.Parameters[1].Value) = (position, data);
        await append.ExecuteNonQueryAsync(cancellation);
        read.Parameters[0].Value = position - 1;
        await DrainAsync(read, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        load.Parameters[0].Value = id;
        await DrainAsync(load, cancellation);
        (save.Parameters[0].Value, save.Parameters[1].Value) = (id, position);
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
    }

    private static async Task DrainAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                reader.GetValue(column);
            }
        }
    }
}
