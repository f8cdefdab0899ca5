using System.Diagnostics;
using System.Globalization;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Npgsql;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>
/// <c>append.page-1000</c> and <c>append.page-5000</c>: pages of new alerts with payload and entities, by the product and by bare <c>COPY</c>, each
/// into a ledger of its own on the same server; page by page in turns.
/// </summary>
internal sealed class PageAppending(int alerts, double atLeast) : IMeasurement
{
    private const int Seed = 20261121;
    private const int WarmUp = 4_000;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = [$"append.page-{alerts}"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var (ours, theirs) = (await run.EmptyAsync(cancellation), await run.EmptyAsync(cancellation));
        await using var ledger = ours.Open();
        await using var connection = new NpgsqlConnection(theirs.ConnectionString);
        await connection.OpenAsync(cancellation);
        var (product, bare) = (new ProductPages(ledger.Log), new BarePages(connection));
        var inputs = new AlertInputs(Seed);
        var pages = Math.Max(2, (run.Quick ? 6_000 : 15_000) / alerts);
        await RoundAsync(product, bare, inputs, Math.Max(2, WarmUp / alerts), cancellation);
        var (rounds, limits) = (new List<double>(), new List<double>());
        var allocated = 0L;
        for (var round = 0; round < run.Rounds; round++)
        {
            var (value, limit, bytes) = await RoundAsync(product, bare, inputs, pages, cancellation);
            rounds.Add(value);
            limits.Add(limit);
            allocated = bytes;
        }

        var size = await SizeAsync(theirs, cancellation);
        run.Report.Give(Figure.Compared(Figures[0], "events/s", rounds, limits, Bar.AtLeast(atLeast)) with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{size}; {allocated:#,0} bytes of memory allocated an event; working set {Environment.WorkingSet / 1_000_000} MB"),
        });
    }

    private async Task<(double Product, double Bare, long Allocated)> RoundAsync(
        ProductPages product, BarePages bare, AlertInputs inputs, int pages, CancellationToken cancellation)
    {
        var (ours, theirs, events, allocated) = (TimeSpan.Zero, TimeSpan.Zero, 0, 0L);
        for (var n = 0; n < pages; n++)
        {
            var page = inputs.Page(alerts);
            events += page.Sum(static alert => alert.Events.Count);
            var before = GC.GetTotalAllocatedBytes();
            ours += await TimeAsync(() => product.WriteAsync(page, cancellation));
            allocated += GC.GetTotalAllocatedBytes() - before;
            theirs += await TimeAsync(() => bare.WriteAsync(page, cancellation));
        }

        return (events / ours.TotalSeconds, events / theirs.TotalSeconds, allocated / events);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> write)
    {
        var began = Stopwatch.GetTimestamp();
        await write();
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<string> SizeAsync(BenchDatabase database, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(Reads.BenchSql.Read("bytes_an_event.sql"));
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
