using Dropzone.Ledger.Bench.Running;
using Npgsql;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>
/// The least that a read can cost: prepared statements in one round trip on one open session of the app's role, under row-level security. It reads
/// every cell and makes nothing of it.
/// </summary>
internal sealed class BareSql : IAsyncDisposable
{
    private const int Buffer = 64 * 1024;

    private readonly NpgsqlDataSource sessions;
    private readonly NpgsqlConnection session;
    private readonly NpgsqlBatch batch;
    private object?[] cells = [];

    private BareSql(NpgsqlDataSource sessions, NpgsqlConnection session, NpgsqlBatch batch) =>
        (this.sessions, this.session, this.batch) = (sessions, session, batch);

    /// <summary>Opens the session and prepares the statements of one file, which are separated by semicolons.</summary>
    /// <param name="database">The database.</param>
    /// <param name="file">The statements; <c>$1</c> is the tenant.</param>
    /// <param name="tenantEachTime">Whether the tenant is entered for each read, as the product must, or once for the session.</param>
    /// <param name="parameters">What follows the tenant.</param>
    /// <param name="role">The role of the session.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<BareSql> OpenAsync(
        BenchDatabase database, string file, bool tenantEachTime, IReadOnlyList<object> parameters, CancellationToken cancellation, string role = "ledger_app")
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = $"-c role={role}", ReadBufferSize = Buffer });
        var open = await source.OpenConnectionAsync(cancellation);
        await using (var enter = new NpgsqlCommand(BenchSql.Read("enter_tenant.sql"), open))
        {
            enter.Parameters.Add(new NpgsqlParameter { Value = BenchDatabase.Tenant });
            await enter.ExecuteNonQueryAsync(cancellation);
        }

        var statements = new NpgsqlBatch(open);
        if (tenantEachTime)
        {
            statements.BatchCommands.Add(Command(BenchSql.Read("enter_tenant.sql").Replace("false", "true", StringComparison.Ordinal), []));
        }

        var text = await ServingSchemas.FillAsync(open, BenchSql.Read(file), cancellation);
        foreach (var statement in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            statements.BatchCommands.Add(Command(statement, parameters));
        }

        await statements.PrepareAsync(cancellation);
        return new BareSql(source, open, statements);
    }

    /// <summary>Reads every cell.</summary>
    /// <returns>The first cell of each row.</returns>
    public async Task<IReadOnlyList<object?>> ReadAsync(CancellationToken cancellation)
    {
        var first = new List<object?>();
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            while (await reader.ReadAsync(cancellation))
            {
                cells = cells.Length < reader.FieldCount ? new object?[reader.FieldCount] : cells;
                reader.GetValues(cells!);
                first.Add(cells[0]);
            }
        }
        while (await reader.NextResultAsync(cancellation));
        return first;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await batch.DisposeAsync();
        await session.DisposeAsync();
        await sessions.DisposeAsync();
    }

    private static NpgsqlBatchCommand Command(string text, IReadOnlyList<object> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.Add(new NpgsqlParameter { Value = BenchDatabase.Tenant });
        foreach (var parameter in parameters.Take(text.Contains("$2", StringComparison.Ordinal) ? parameters.Count : 0))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
