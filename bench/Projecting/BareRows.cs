using Dropzone.Ledger.Bench.Reads;
using Npgsql;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// The rows of read models as they stand, to be written again by bare <c>COPY</c> into tables of their own, a session for each: what remains of a fold when
/// decoding and folding cost nothing.
/// </summary>
internal sealed class BareRows : IAsyncDisposable
{
    private readonly NpgsqlConnection session;
    private readonly Dictionary<string, MemoryStream> rows = new(StringComparer.Ordinal);
    private readonly string serving, bare;

    private BareRows(NpgsqlConnection connection, string schema) => (session, serving, bare) = (connection, schema, $"bare_{schema}");

    /// <summary>Reads the rows of the generation that serves, through a session that is then theirs.</summary>
    public static async Task<BareRows> ReadAsync(NpgsqlConnection opened, string projection, CancellationToken cancellation)
    {
        var read = new BareRows(opened, await ServingSchemas.OfAsync(opened, projection, cancellation));
        foreach (var table in await read.TablesAsync(cancellation))
        {
            var copied = new MemoryStream();
            await using var copy = await opened.BeginRawBinaryCopyAsync($"copy {read.serving}.{table} to stdout (format binary)", cancellation);
            await copy.CopyToAsync(copied, cancellation);
            read.rows.Add(table, copied);
        }

        return read;
    }

    /// <summary>Makes the tables, empty.</summary>
    /// <param name="indexed">Whether they have every index of the tables that serve, as where a fold follows the log; else the fewest that a fill needs.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task MakeAsync(bool indexed, CancellationToken cancellation) => BenchSql.RunAsync(
        session,
        BenchSql.Read("bare_rows.sql")
            .Replace("{serving}", serving, StringComparison.Ordinal)
            .Replace("{bare}", bare, StringComparison.Ordinal)
            .Replace("{indexed}", indexed ? "true" : "false", StringComparison.Ordinal),
        cancellation);

    /// <summary>Writes the rows, in one transaction.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        foreach (var (table, copied) in rows)
        {
            await using var copy = await session.BeginRawBinaryCopyAsync($"copy {bare}.{table} from stdin (format binary)", cancellation);
            await copy.WriteAsync(copied.GetBuffer().AsMemory(0, (int)copied.Length), cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task<List<string>> TablesAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select tablename from pg_tables where schemaname = $1", session) { Parameters = { new() { Value = serving } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
