using Dropzone.Ledger.Bench.Reads;
using Npgsql;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// The rows of the alert list as they stand, to be written again by bare <c>COPY</c> into tables of their own: what remains of a rebuild when deciding,
/// decoding and folding cost nothing.
/// </summary>
internal sealed class BareRows : IAsyncDisposable
{
    private static readonly string[] Tables = ["alerts", "alerts_past", "group_claims", "group_offers"];

    private readonly NpgsqlConnection session;
    private readonly Dictionary<string, MemoryStream> rows = [];

    private BareRows(NpgsqlConnection connection) => session = connection;

    /// <summary>Reads the rows of the generation that serves.</summary>
    public static async Task<BareRows> ReadAsync(string connectionString, CancellationToken cancellation)
    {
        var read = new BareRows(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString));
        await read.session.OpenAsync(cancellation);
        foreach (var table in Tables)
        {
            var copied = new MemoryStream();
            var serving = await ServingSchemas.FillAsync(read.session, $"copy {{list}}.{table} to stdout (format binary)", cancellation);
            await using var copy = await read.session.BeginRawBinaryCopyAsync(serving, cancellation);
            await copy.CopyToAsync(copied, cancellation);
            read.rows.Add(table, copied);
        }

        return read;
    }

    /// <summary>Makes the tables, empty.</summary>
    public async Task MakeAsync(CancellationToken cancellation) =>
        await BenchSql.RunAsync(session, await ServingSchemas.FillAsync(session, BenchSql.Read("bare_rows.sql"), cancellation), cancellation);

    /// <summary>Writes the rows, in one transaction.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        foreach (var (table, copied) in rows)
        {
            await using var copy = await session.BeginRawBinaryCopyAsync($"copy bench_rows.{table} from stdin (format binary)", cancellation);
            await copy.WriteAsync(copied.GetBuffer().AsMemory(0, (int)copied.Length), cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => session.DisposeAsync();
}
