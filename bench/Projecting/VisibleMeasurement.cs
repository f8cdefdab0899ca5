using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;
using Npgsql;

namespace Dropzone.Ledger.Bench.Projecting;

/// <summary>From the call that appends an alert to the moment at which the alert list shows it, all projections running.</summary>
internal sealed class VisibleMeasurement : IMeasurement
{
    private const int FilledAlerts = 5_000;
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
        await using var source = NpgsqlDataSource.Create((await run.EmptyAsync(cancellation)).ConnectionString);
        await using var bare = await BareSequence.OpenAsync(source, "alert_list_g1", cancellation);

        // Alerts that the ledger does not have: those after the ones it was filled with.
        var alerts = new BelievableAlerts(run.GetHashCode());
        EventToAppend? latest = null;
        await TimedTurns.RunAsync(
            run,
            "visible",
            (1.5, 3),
            async number =>
            {
                var page = FilledLedger.Append(alerts.Next(FilledAlerts + number));
                latest = page.Events[0];
                var position = 0L;
                var took = await TimedTurns.TimeAsync(async () => position = await ShowAsync(ledger, page, cancellation));

                // The bare sequence does not pay for what the other projections still do with the alert.
                await SettleAsync(ledger, position, cancellation);
                return took;
            },
            _ => TimedTurns.TimeAsync(() => bare.RunAsync(latest!, cancellation)),
            warm: () => bare.AnalyzeAsync(cancellation));
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
}
