using System.Globalization;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>What a read over HTTP costs in a large ledger against what it costs in a smaller one.</summary>
internal sealed class ReadGrowthMeasurement : IMeasurement
{
    private const int Small = FilledLedger.Originals;
    private const int Usual = 1_000_000;
    private const int Part = 10;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["list.first.growth", "list.first.growth-10000", "list.page-100.growth", "dashboard.growth"];

    /// <inheritdoc />
    public bool Growth => true;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var most = run.Alerts ?? Usual;
        var tenth = Math.Max(Small, most / Part / FilledLedger.Originals * FilledLedger.Originals);

        // Filled first and served then: a host closes a connection on which nothing was asked for two minutes.
        var filled = new List<BenchDatabase>();
        foreach (var alerts in (int[])[Small, tenth, most])
        {
            filled.Add(await run.FilledAsync(alerts, cancellation));
        }

        await using var small = await ServedLedger.OpenAsync(filled[0], cancellation);
        await using var middle = await ServedLedger.OpenAsync(filled[1], cancellation);
        await using var large = await ServedLedger.OpenAsync(filled[2], cancellation);
        await GiveAsync("list.first.growth", large.FirstAsync, middle.FirstAsync, tenth, 1.3);
        await GiveAsync("list.first.growth-10000", large.FirstAsync, small.FirstAsync, Small, 1.5);
        await GiveAsync("list.page-100.growth", large.DeepAsync, middle.DeepAsync, tenth, 1.3);
        await GiveAsync("dashboard.growth", large.DashboardAsync, middle.DashboardAsync, tenth, 1.3);

        async Task GiveAsync(string name, Func<CancellationToken, Task> of, Func<CancellationToken, Task> with, int alerts, double bound)
        {
            var medians = await Turns.MeasureAsync([of, with], run.Rounds, cancellation);
            run.Report.Give(Figure.Compared(name, "ms", medians[0], medians[1], Bar.AtMost(bound)) with
            {
                Note = string.Create(CultureInfo.InvariantCulture, $"at {most:#,0} alerts against {alerts:#,0}"),
            });
        }
    }
}
