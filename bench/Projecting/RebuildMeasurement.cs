using System.Diagnostics;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>
/// Rebuilds at full share, each until its generation is filled; indexes, hashes and the switch are a figure of their own. The dashboards have the fold
/// of the alert list, so that they are rebuilt with it and measured as it. The ceiling is what a fold could reach that takes no time: the bare read beside
/// bare <c>COPY</c> of the same rows, a session for each projection.
/// </summary>
internal sealed class RebuildMeasurement(IReadOnlyDictionary<string, double> bars, params string[] projections) : IMeasurement
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = [.. bars.Keys, $"{bars.Keys.First()}.ceiling", $"{bars.Keys.First()}.finish"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var ledger = await LoggedLedger.FillAsync(run, cancellation);
        await ledger.StartAsync(cancellation);
        await ledger.CaughtUpAsync(cancellation);
        await ledger.StopAsync();
        await ledger.StartAsync(cancellation);
        var (fills, reads, finishes, ceilings) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var memory = "";
        for (var round = 0; round <= run.Rounds; round++)
        {
            var read = await ledger.BareReadAsync(cancellation);
            using var watch = new MemoryWatch();
            var (fill, finish) = await RebuildAsync(ledger, cancellation);
            memory = watch.Says;
            run.Report.Say($"  {Figures[0]} {ledger.Head / fill.TotalSeconds:#,0} events/s, bare read {ledger.Head / read.TotalSeconds:#,0}, finish {finish.TotalSeconds:0.0} s");
            if (round > 0)
            {
                fills.Add(ledger.Head / fill.TotalSeconds);
                reads.Add(ledger.Head / read.TotalSeconds);
                finishes.Add(finish.TotalSeconds);
                ceilings.Add(ledger.Head / (await ledger.BareWriteAsync(projections, indexed: false, cancellation)).TotalSeconds);
            }
        }

        foreach (var (figure, bar) in bars)
        {
            run.Report.Give(Figure.Compared(figure, "events/s", fills, reads, Bar.AtLeast(bar)) with { Note = $"{ledger.Head:#,0} events, {string.Join(" + ", projections)}, {memory}" });
        }

        run.Report.Give(Figure.Compared(Figures[^2], "events/s", ceilings, reads, bar: null) with { Note = "the bare read beside bare COPY of the same rows" });
        run.Report.Give(new Figure(Figures[^1], "s", Median.Of(finishes)) { Rounds = finishes, Note = "readers' indexes, both hashes, switch" });
    }

    private async Task<(TimeSpan Fill, TimeSpan Finish)> RebuildAsync(LoggedLedger ledger, CancellationToken cancellation)
    {
        var rebuilds = ledger.Models.Rebuilds;
        while ((await rebuilds.ListAsync(BenchDatabase.Tenant, cancellation)).Any(static r => r.EndedAt is null))
        {
            await Task.Delay(LookEvery, cancellation);
        }

        // The former generation of the last round goes three seconds after its switch, when nobody can believe any more that it serves.
        await Task.Delay(TimeSpan.FromSeconds(5), cancellation);
        var watch = Stopwatch.StartNew();
        await rebuilds.RequestAsync(BenchDatabase.Tenant, projections, Actor.Ledger, ReadModelRebuilds.WholeShare, cancellation);

        // Generations of one rebuild are filled together and then finished one after the other.
        var fill = await UntilAsync(rebuilds, watch, static all => all.Any(static r => r.State > RebuildState.Filling), cancellation);
        var whole = await UntilAsync(rebuilds, watch, static all => all.All(static r => r.EndedAt is not null), cancellation);
        return (fill, whole - fill);
    }

    private async Task<TimeSpan> UntilAsync(
        ReadModelRebuilds rebuilds, Stopwatch watch, Func<IReadOnlyList<RebuildStatus>, bool> reached, CancellationToken cancellation)
    {
        while (true)
        {
            var own = (await rebuilds.ListAsync(BenchDatabase.Tenant, cancellation)).Where(r => projections.Contains(r.Name)).ToList();
            if (own.Find(static r => r.State == RebuildState.Failed) is { } failed)
            {
                throw new InvalidOperationException($"The rebuild of {failed.Name} failed: {failed.Error}");
            }

            if (reached(own))
            {
                return watch.Elapsed;
            }

            await Task.Delay(LookEvery, cancellation);
        }
    }
}
