using System.Diagnostics;
using System.Globalization;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Streams;
using Npgsql;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>
/// Makes a filled ledger as large as is wanted by copying what its alerts left in the tables, some copies in each transaction. Every copy has ids, keys,
/// places and streams of its own, so that it is read, folded and grouped as an alert of its own.
/// </summary>
internal sealed class LedgerCopies : IAsyncDisposable
{
    private const int AtOnce = 20;
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(15), Slow = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection session;
    private readonly int copies;
    private readonly long head;
    private readonly long stride;
    private readonly string name;
    private readonly Report report;

    private LedgerCopies(NpgsqlDataSource source, NpgsqlConnection session, int copies, long head, long stride, string name, Report report) =>
        (this.source, this.session, this.copies, this.head, this.stride, this.name, this.report) = (source, session, copies, head, stride, name, report);

    /// <summary>Opens one session for all statements, whose temporary tables hold the originals.</summary>
    /// <param name="database">The ledger; nobody else writes to it.</param>
    /// <param name="copies">How many there are to be in the end, the originals among them.</param>
    /// <param name="name">The ledger's name in what is said.</param>
    /// <param name="report">Where progress is told.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<LedgerCopies> OpenAsync(BenchDatabase database, int copies, string name, Report report, CancellationToken cancellation)
    {
        var sessions = NpgsqlDataSource.Create(database.ConnectionString);
        var first = await sessions.OpenConnectionAsync(cancellation);
        var (end, behind) = await LengthAsync(first, cancellation);
        var opened = new LedgerCopies(sessions, first, copies, end, behind, name, report);
        await opened.RunAsync("copying.sql", cancellation);
        return opened;
    }

    /// <summary>Copies what dashboards of the past are read from. To be done first: it counts with what the others change.</summary>
    public Task PastAsync(CancellationToken cancellation) => RunAsync("multiply_past.sql", cancellation);

    /// <summary>Copies the events and streams of the log.</summary>
    public async Task LogAsync(CancellationToken cancellation)
    {
        await RunAsync("multiply_log_begin.sql", cancellation);
        var originals = await TextsAsync("select id from original_streams", cancellation);
        await InPartsAsync(
            "events",
            async (from, to) =>
            {
                await NameAsync(originals, from, to, cancellation);
                await RunAsync("multiply_log.sql", cancellation, from, to);
            });
        await RunAsync("multiply_log_end.sql", cancellation);
    }

    /// <summary>Copies the rows that lists, searches and dashboards read; indexes are made after them, as by a rebuild.</summary>
    public async Task RowsAsync(CancellationToken cancellation)
    {
        await RunAsync("multiply_begin.sql", cancellation);
        await InPartsAsync("rows", (from, to) => RunAsync("multiply.sql", cancellation, from, to));
        await RunAsync("multiply_end.sql", cancellation);

        // Before there are indexes: rows are marked as seen by all in one pass, which the first index would else do, and the last vacuum again.
        await TimeAsync("vacuum before indexes", () => RunAsync("multiply_vacuum.sql", cancellation));
        foreach (var statement in await TextsAsync("select statement from dropped order by step", cancellation))
        {
            await TimeAsync(statement, () => BenchSql.RunAsync(session, statement, cancellation));
        }
    }

    /// <summary>Lets the planner know the tables.</summary>
    public Task VacuumAsync(CancellationToken cancellation) => TimeAsync("vacuum analyze", () => BenchSql.RunAsync(session, "vacuum analyze", cancellation));

    /// <summary>How many bytes the ledger takes of the disk, without the server's write-ahead log.</summary>
    public async Task<long> SizeAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_database_size(current_database())", session);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await source.DisposeAsync();
    }

    /// <summary>Where the log ends, and how many of its events are of alerts: they lie at its end and are what is copied, so that copies leave no hole.</summary>
    private static async Task<(long Head, long Alerts)> LengthAsync(NpgsqlConnection open, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(BenchSql.Read("copied_length.sql"), open);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (last, alerts, first) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        return first + alerts - 1 == last ? (last, alerts) : throw new InvalidOperationException("Something else lies between the events of alerts: they cannot be copied.");
    }

    private async Task InPartsAsync(string what, Func<int, int, Task> copy)
    {
        var (watch, next) = (Stopwatch.StartNew(), SayEvery);
        for (var from = 1; from < copies; from += AtOnce)
        {
            var to = Math.Min(copies - 1, from + AtOnce - 1);
            await copy(from, to);
            if (watch.Elapsed > next || to == copies - 1)
            {
                report.Say(string.Create(CultureInfo.InvariantCulture, $"{name}: {what} of {to:#,0} of {copies - 1:#,0} copies in {watch.Elapsed.TotalSeconds:0} s"));
                next = watch.Elapsed + SayEvery;
            }
        }
    }

    private async Task TimeAsync(string what, Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        if (watch.Elapsed > Slow)
        {
            report.Say(string.Create(CultureInfo.InvariantCulture, $"{name}: {watch.Elapsed.TotalSeconds:0} s for {what}"));
        }
    }

    /// <summary>Names the streams of some copies and the ids of their first events, which follow from the names, and forgets those before.</summary>
    private async Task NameAsync(IReadOnlyList<string> originals, int from, int to, CancellationToken cancellation)
    {
        await BenchSql.RunAsync(session, "truncate copied_streams", cancellation);
        await using (var names = await session.BeginBinaryImportAsync("COPY copied_streams (copy, original, stream, id) FROM STDIN (FORMAT BINARY)", cancellation))
        {
            for (var copy = from; copy <= to; copy++)
            {
                foreach (var original in originals)
                {
                    var stream = $"{original}-{copy}";
                    await names.StartRowAsync(cancellation);
                    await names.WriteAsync(copy, cancellation);
                    await names.WriteAsync(original, cancellation);
                    await names.WriteAsync(stream, cancellation);
                    await names.WriteAsync(EventIds.AlertIngested(stream), cancellation);
                }
            }

            await names.CompleteAsync(cancellation);
        }

        await BenchSql.RunAsync(session, "analyze copied_streams", cancellation);
    }

    private async Task RunAsync(string file, CancellationToken cancellation, int from = 0, int to = 0)
    {
        var sql = await ServingSchemas.FillAsync(session, BenchSql.Read(file), cancellation);
        foreach (var (place, number) in ((string, long)[])
        [
            ("{copies}", copies), ("{head}", head), ("{stride}", stride), ("{end}", head + ((copies - 1) * stride)), ("{from}", from), ("{to}", to),
        ])
        {
            sql = sql.Replace(place, number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        await BenchSql.RunAsync(session, sql, cancellation);
    }

    private async Task<IReadOnlyList<string>> TextsAsync(string sql, CancellationToken cancellation)
    {
        var texts = new List<string>();
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
