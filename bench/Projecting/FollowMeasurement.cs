using System.Diagnostics;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// All projections follow the log from its beginning, into tables with all their indexes, while they serve. The ceiling is the bare read beside bare
/// <c>COPY</c> of the same rows into tables with the same indexes.
/// </summary>
internal sealed class FollowMeasurement : IMeasurement
{
    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["follow.all", "follow.all.ceiling"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var ledger = await LoggedLedger.FillAsync(run, cancellation);
        var (follows, reads, ceilings) = (new List<double>(), new List<double>(), new List<double>());
        var memory = "";
        for (var round = 0; round <= run.Rounds; round++)
        {
            await ledger.ForgetAsync(cancellation);
            var read = await ledger.BareReadAsync(cancellation);
            using var watch = new MemoryWatch();
            var time = Stopwatch.StartNew();
            await ledger.StartAsync(cancellation);
            await ledger.CaughtUpAsync(cancellation);
            var elapsed = time.Elapsed;
            await ledger.StopAsync();
            memory = watch.Says;
            run.Report.Say($"  follow {ledger.Head / elapsed.TotalSeconds:#,0} events/s, bare read {ledger.Head / read.TotalSeconds:#,0}");
            if (round > 0)
            {
                // The first one warms the runtime up.
                follows.Add(ledger.Head / elapsed.TotalSeconds);
                reads.Add(ledger.Head / read.TotalSeconds);
                ceilings.Add(ledger.Head / (await ledger.BareWriteAsync(ReadModelRebuilds.Names, indexed: true, cancellation)).TotalSeconds);
            }
        }

        run.Report.Give(Figure.Compared("follow.all", "events/s", follows, reads, Bar.AtLeast(0.2)) with { Note = $"{ledger.Head:#,0} events, {memory}" });
        run.Report.Give(Figure.Compared("follow.all.ceiling", "events/s", ceilings, reads, bar: null) with { Note = "the bare read beside bare COPY of the same rows" });
    }
}
