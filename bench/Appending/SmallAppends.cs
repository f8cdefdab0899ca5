using System.Diagnostics;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Npgsql;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>
/// <c>append.small-8</c>: eight writers of one tenant, each appending two events of a new stream again and again, by the product and by a bare
/// transaction that takes the same head row and inserts the same rows; in slices of time that take turns.
/// </summary>
internal sealed class SmallAppends : IMeasurement
{
    private const int Writers = 8;
    private const double AtLeast = 0.9;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["append.small-8"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var (ours, theirs) = (await run.EmptyAsync(cancellation), await run.EmptyAsync(cancellation));
        await using var ledger = ours.Open();
        await using var bare = NpgsqlDataSource.Create(theirs.ConnectionString);
        var appends = run.Quick ? 150 : 400;
        Task<double> ProductAsync(int count) => RateAsync(count, static _ => Task.FromResult(0), (_, _) => AppendAsync(ledger.Log, cancellation), cancellation);
        Task<double> BareAsync(int count) => RateAsync(
            count, async token => await BareAppend.OpenAsync(bare, events: 2, newStreams: true, token), (one, token) => WriteAsync(one, token), cancellation);

        await ProductAsync(appends);
        await BareAsync(appends);
        var (rounds, limits) = (new List<double>(), new List<double>());
        for (var round = 0; round < run.Rounds; round++)
        {
            rounds.Add(await ProductAsync(appends));
            limits.Add(await BareAsync(appends));
        }

        run.Report.Give(Figure.Compared(Figures[0], "appends/s", rounds, limits, Bar.AtLeast(AtLeast)));
    }

    private static Task WriteAsync(BareAppend bare, CancellationToken cancellation)
    {
        var small = Small.Next();
        return bare.WriteAsync(small.Stream, 0, small.Events, cancellation);
    }

    private static async Task AppendAsync(Dropzone.Ledger.EventStore.EventLog log, CancellationToken cancellation)
    {
        var small = Small.Next();
        var request = new AppendRequest { Tenant = BenchDatabase.Tenant, Mode = AppendMode.Command, Streams = [new StreamAppend(small.Stream, "alert", 0, small.Events)] };
        if (await log.AppendAsync(request, cancellation) is not AppendOutcome.Appended)
        {
            throw new InvalidOperationException("A small append was not appended.");
        }
    }

    private static async Task<double> RateAsync<T>(
        int count, Func<CancellationToken, Task<T>> open, Func<T, CancellationToken, Task> append, CancellationToken cancellation)
    {
        var writers = new List<T>(Writers);
        for (var n = 0; n < Writers; n++)
        {
            writers.Add(await open(cancellation));
        }

        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(writers.Select(writer => Task.Run(
            async () =>
            {
                for (var n = 0; n < count; n++)
                {
                    await append(writer, cancellation);
                }
            },
            cancellation)));
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var writer in writers.OfType<IAsyncDisposable>())
        {
            await writer.DisposeAsync();
        }

        return Writers * count / elapsed;
    }
}
