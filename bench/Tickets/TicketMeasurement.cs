using System.Diagnostics;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Bench.Tickets;

/// <summary>From the call that records a change of status to its recorded outcome, one after the other, without waiting for a budget.</summary>
internal sealed class TicketMeasurement : IMeasurement
{
    private const int Incidents = 100, Quick = 200, Full = 500, Unbound = 100_000;

    // Less, and what is measured is the runtime's compiler at work beside it: the rounds would still get faster.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // About as long as the events of a write-back.
    private static readonly string BareEvent = $$"""{"ticket":{"connector":"sentinel","workspace":"law","incident":"1"},"words":"{{new string('x', 300)}}"}""";

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["ticket.p50", "ticket.p99"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var ledger = await WrittenLedger.StartAsync(run, 2 * Incidents, new RequestLimits().Scaled(Unbound), cancellation);
        await using var bare = await BareWriteBack.OpenAsync(ledger.Place.ConnectionString, ledger.Cloud, cancellation);
        using var outcomes = new OutcomeSignals();
        var (p50, p99, bare50, bare99) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var (round, number) = (0, 0); round <= run.Rounds; round++)
        {
            var (own, limit) = (new List<double>(), new List<double>());
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; round == 0 ? Stopwatch.GetElapsedTime(began) < WarmUp : i < (run.Quick ? Quick : Full); i++, number++)
            {
                var incident = ledger.Incidents[number % Incidents];
                own.Add(await TimeAsync(async () =>
                {
                    var ended = outcomes.NextAsync();
                    await ledger.MoveAsync(incident, cancellation);
                    await ended.WaitAsync(Patience, cancellation);
                }));
                var other = ledger.Incidents[Incidents + (number % Incidents)];
                var (from, to) = number / Incidents % 2 == 0 ? ("New", "Active") : ("Active", "New");
                limit.Add(await TimeAsync(() => bare.RunAsync(other, from, to, BareEvent, cancellation)));
            }

            if (round > 0)
            {
                p50.Add(At(own, 0.5));
                p99.Add(At(own, 0.99));
                bare50.Add(At(limit, 0.5));
                bare99.Add(At(limit, 0.99));
            }
        }

        run.Report.Give(Figure.Compared("ticket.p50", "ms", p50, bare50, Bar.AtMost(1.5)));
        run.Report.Give(Figure.Compared("ticket.p99", "ms", p99, bare99, Bar.AtMost(4)));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)Math.Ceiling(times.Count * share) - 1);
}
