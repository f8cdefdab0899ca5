using System.Text;
using Dropzone.Ledger.Bench.Figures;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Npgsql;

namespace Dropzone.Ledger.Bench.Tickets;

/// <summary>From the call that records a change of status to its recorded outcome, one after the other, without waiting for a budget.</summary>
internal sealed class TicketMeasurement : IMeasurement
{
    private const int Incidents = 100, Unbound = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // About as long as the events of a write-back.
    private static readonly EventToAppend BareEvent = new(
        Guid.Empty, "ticket_status_synced", Encoding.UTF8.GetBytes($$"""{"ticket":{"connector":"sentinel","workspace":"law","incident":"1"},"words":"{{new string('x', 300)}}"}"""));

    /// <inheritdoc />
    public IReadOnlyList<string> Figures { get; } = ["ticket.p50", "ticket.p99"];

    /// <inheritdoc />
    public bool Growth => false;

    /// <inheritdoc />
    public async Task RunAsync(BenchRun run, CancellationToken cancellation)
    {
        await using var ledger = await WrittenLedger.StartAsync(run, 2 * Incidents, new RequestLimits().Scaled(Unbound), cancellation);
        await using var source = NpgsqlDataSource.Create((await run.EmptyAsync(cancellation)).ConnectionString);
        await using var bare = await BareWriteBack.OpenAsync(source, ledger.Cloud, ledger.Incidents.Skip(Incidents), BareEvent, cancellation);
        using var outcomes = new OutcomeSignals();
        await TimedTurns.RunAsync(
            run,
            "ticket",
            (1.5, 4),
            number => TimedTurns.TimeAsync(async () =>
            {
                var ended = outcomes.NextAsync();
                await ledger.MoveAsync(ledger.Incidents[number % Incidents], cancellation);
                await ended.WaitAsync(Patience, cancellation);
            }),
            number =>
            {
                var (from, to) = number / Incidents % 2 == 0 ? ("New", "Active") : ("Active", "New");
                return TimedTurns.TimeAsync(() => bare.RunAsync(ledger.Incidents[Incidents + (number % Incidents)], from, to, BareEvent, cancellation));
            },
            warm: static () => Task.CompletedTask);
    }
}
