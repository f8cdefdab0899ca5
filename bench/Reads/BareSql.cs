using Dropzone.Ledger.Bench.Running;
using Npgsql;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>
/// The least that the first page can cost: one prepared command on one open session of the app's role, under row-level security, with the
/// tenant entered once for the session. It reads every cell and makes nothing of it.
/// </summary>
internal sealed class BareSql : IAsyncDisposable
{
    private readonly NpgsqlDataSource sessions;
    private readonly NpgsqlConnection session;
    private readonly NpgsqlCommand firstPage;
    private object?[] cells = [];

    private BareSql(NpgsqlDataSource source, NpgsqlConnection connection, NpgsqlCommand command) =>
        (sessions, session, firstPage) = (source, connection, command);

    /// <summary>Opens the session and prepares the command.</summary>
    public static async Task<BareSql> OpenAsync(BenchDatabase database, CancellationToken cancellation)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c role=ledger_app", ReadBufferSize = 64 * 1024 });
        var connection = await source.OpenConnectionAsync(cancellation);
        await using (var enter = new NpgsqlCommand(BenchSql.Read("enter_tenant.sql"), connection) { Parameters = { new() { Value = BenchDatabase.Tenant } } })
        {
            await enter.ExecuteNonQueryAsync(cancellation);
        }

        await using var serving = new NpgsqlCommand(BenchSql.Read("serving_schema.sql"), connection);
        var schema = (string?)await serving.ExecuteScalarAsync(cancellation) ?? throw new InvalidOperationException("No generation serves the list.");
        var text = BenchSql.Read("first_page.sql").Replace("{schema}", schema, StringComparison.Ordinal);
        var command = new NpgsqlCommand(text, connection) { Parameters = { new() { Value = BenchDatabase.Tenant } } };
        await command.PrepareAsync(cancellation);
        return new BareSql(source, connection, command);
    }

    /// <summary>Reads the page.</summary>
    /// <returns>The ids of its rows, newest first.</returns>
    public async Task<IReadOnlyList<Guid>> ReadAsync(CancellationToken cancellation)
    {
        var ids = new List<Guid>(51);
        await using var reader = await firstPage.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            cells = cells.Length == 0 ? new object?[reader.FieldCount] : cells;
            reader.GetValues(cells!);
            ids.Add((Guid)cells[0]!);
        }

        return ids;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await firstPage.DisposeAsync();
        await session.DisposeAsync();
        await sessions.DisposeAsync();
    }
}
