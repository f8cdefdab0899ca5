using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Bench.Tickets;

/// <summary>
/// Many changes at once against the resource manager's published budgets: 10 writes a second and 25 reads, on top of buckets of 200 and 250. A
/// write-back takes one write and two reads, so that 10 a second are what there is.
/// </summary>
internal sealed class TicketThroughput : IMeasurement
{
    private const double Budget = 10;

    // Past what the buckets hold at the start, and past everything that may be sent at once.
    private const int Warm = 400, Quick = 150, Full = 450;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["ticket.throughput"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        var count = Warm + (run.Quick ? Quick : Full);
        await using var ledger = await WrittenLedger.StartAsync(run, count, new RequestLimits(), cancellation);
        ledger.Cloud.ArmBudgetScale = 1;
        using var outcomes = new OutcomeSignals();
        foreach (var incident in ledger.Incidents)
        {
            await ledger.MoveAsync(incident, cancellation);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (outcomes.Heard < count)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        var writes = ledger.Cloud.AcceptedWrites;
        var steady = writes.Skip(Warm).ToList();
        var rate = (steady.Count - 1) / (steady[^1].At - steady[0].At).TotalSeconds;
        var throttled = ledger.Cloud.Requests.Count(static r => r.Status == 429);
        run.Report.Give(new Figure("ticket.throughput", "writes/s", rate)
        {
            Limit = Budget, Ratio = rate / Budget, Bar = Bar.AtLeast(0.95), Note = $"{steady.Count} writes, {throttled} answers of 429 among the last {ledger.Cloud.Requests.Count} requests",
        });
        if (throttled > 0 || writes.Count(static w => w.Changed) != count)
        {
            run.Report.Broken($"ticket.throughput: {throttled} answers of 429, {writes.Count} writes for {count} changes");
        }
    }
}
