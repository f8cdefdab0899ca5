using System.Diagnostics;
using System.Text;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>From the call that appends an alert to the moment at which the alert list shows it, all projections running.</summary>
internal sealed class VisibleMeasurement : IMeasurement
{
    private const int Quick = 200, Full = 500, FilledAlerts = 5_000;

    // Less, and what is measured is the runtime's compiler at work beside it: the rounds would still get faster.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["visible.p50", "visible.p99"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var ledger = await LoggedLedger.FillAsync(run, cancellation, FilledAlerts);
        await ledger.StartAsync(cancellation);
        await ledger.CaughtUpAsync(cancellation);
        await using var connection = await ledger.OpenOwnerAsync(cancellation);
        await using var bare = new BareSequence(connection, "alert_list_g1");
        await bare.PrepareAsync(cancellation);

        // Alerts that the ledger does not have: those after the ones it was filled with.
        var alerts = new BelievableAlerts(run.GetHashCode());
        var (number, p50, p99, bare50, bare99) = (FilledAlerts, new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= run.Rounds; round++)
        {
            var (own, limit) = (new List<double>(), new List<double>());
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; round == 0 ? Stopwatch.GetElapsedTime(began) < WarmUp : i < (run.Quick ? Quick : Full); i++)
            {
                var page = FilledLedger.Append(alerts.Next(number++));
                var position = 0L;
                own.Add(await TimeAsync(async () => position = await ShowAsync(ledger, page, cancellation)));

                // The bare sequence does not pay for what the other projections still do with the alert.
                await SettleAsync(ledger, position, cancellation);
                limit.Add(await TimeAsync(() => bare.RunAsync(Encoding.UTF8.GetString(page.Events[0].Data.Span), cancellation)));
            }

            if (round == 0)
            {
                await bare.AnalyzeAsync(cancellation);
            }
            else
            {
                p50.Add(At(own, 0.5));
                p99.Add(At(own, 0.99));
                bare50.Add(At(limit, 0.5));
                bare99.Add(At(limit, 0.99));
            }
        }

        run.Report.Give(Figure.Compared("visible.p50", "ms", p50, bare50, Bar.AtMost(1.5)));
        run.Report.Give(Figure.Compared("visible.p99", "ms", p99, bare99, Bar.AtMost(3)));
    }

    private static async Task<long> ShowAsync(LoggedLedger ledger, StreamAppend alert, CancellationToken cancellation)
    {
        var outcome = await ledger.Database.Log.AppendAsync(new AppendRequest { Tenant = BenchDatabase.Tenant, Streams = [alert] }, cancellation);
        if (outcome is not AppendOutcome.Appended { LastPosition: var position })
        {
            throw new InvalidOperationException($"The alert was not appended: {outcome}");
        }

        if (!await ledger.Models.WaitForAsync(BenchDatabase.Tenant, ProjectionNames.AlertList, position, Patience, cancellation))
        {
            throw new TimeoutException($"Position {position} did not become visible within {Patience}.");
        }

        return position;
    }

    private static async Task SettleAsync(LoggedLedger ledger, long position, CancellationToken cancellation)
    {
        foreach (var model in ProjectionNames.All)
        {
            await ledger.Models.WaitForAsync(BenchDatabase.Tenant, model, position, Patience, cancellation);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)Math.Ceiling(times.Count * share) - 1);
}
