using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Projecting;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>
/// What the dashboard of a connector costs as of a random time, in a large ledger against a small one: the time is found in the log and the numbers
/// are read.
/// </summary>
internal sealed class AsOfMeasurement : IMeasurement
{
    private const int Small = 10_000;
    private const int Large = 1_000_000;
    private const int Seed = 5;

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["dashboard.asof.growth"];

    /// <inheritdoc />
    public bool Growth => true;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var small = await OpenAsync(run, Small, cancellation);
        await using var large = await OpenAsync(run, Large, cancellation);
        var medians = await Turns.MeasureAsync([Read(large), Read(small)], run.Rounds, cancellation);
        run.Report.Give(Figure.Compared(Figures[0], "ms", medians[0], medians[1], Bar.AtMost(1.5)) with
        {
            Note = $"{large.Head:#,0} against {small.Head:#,0} events, each at a random time",
        });
    }

    private static async Task<LoggedLedger> OpenAsync(BenchRun run, int events, CancellationToken cancellation)
    {
        var ledger = await LoggedLedger.FillAsync(run, cancellation, events * 7 / 8);
        await ledger.StartAsync(cancellation);
        while (!await ledger.Models.WaitForAsync(BenchDatabase.Tenant, ProjectionNames.AlertList, ledger.Head, TimeSpan.FromSeconds(15), cancellation))
        {
            run.Report.Say($"folded {await ledger.Models.PositionAsync(BenchDatabase.Tenant, ProjectionNames.AlertList, cancellation):#,0} of {ledger.Head:#,0}");
        }

        await ledger.StopAsync();
        await ledger.VacuumAsync(cancellation);
        return ledger;
    }

    private static Func<CancellationToken, Task> Read(LoggedLedger ledger)
    {
        var random = new Random(Seed);
        var queries = new DashboardQueries(ledger.Models);
        return async cancellation =>
        {
            var time = (await ledger.Database.Log.ReadLogAsync(BenchDatabase.Tenant, random.NextInt64(ledger.Head), 1, null, cancellation))[0].Timestamp;
            var position = await ledger.Database.Log.PositionAtAsync(BenchDatabase.Tenant, time, cancellation);
            var past = await queries.AsOfAsync(BenchDatabase.Tenant, BelievableAlerts.Connector, position, cancellation);
            if (past.Dashboards is not [{ Conservation: { Holds: true, Ingested: > 0 } }])
            {
                throw new InvalidOperationException($"The dashboard as of {position} does not balance.");
            }
        };
    }
}
