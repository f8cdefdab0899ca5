using System.Collections.Concurrent;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;

namespace Dropzone.Ledger.Bench.Figures;

/// <summary>What the measurements of one run share: one server, the ledgers that several of them read, and how long to measure.</summary>
/// <param name="Server">The run's PostgreSQL.</param>
/// <param name="Report">Where figures go.</param>
/// <param name="Quick">Whether smaller counts are wanted, so that the whole run ends within five minutes.</param>
/// <param name="Rounds">Rounds of each measurement; at least 3.</param>
internal sealed record BenchRun(BenchServer Server, Report Report, bool Quick, int Rounds)
{
    private readonly ConcurrentDictionary<int, Task<BenchDatabase>> filled = new();
    private int made;

    /// <summary>An empty ledger of its own.</summary>
    public Task<BenchDatabase> EmptyAsync(CancellationToken cancellation) =>
        Server.DatabaseAsync($"bench_{Interlocked.Increment(ref made)}", cancellation);

    /// <summary>
    /// A ledger with so many alerts, the first of them appended and folded by the product and the others their copies; filled once a run and shared. Whoever
    /// asks for it only reads it.
    /// </summary>
    public Task<BenchDatabase> FilledAsync(int alerts, CancellationToken cancellation) => filled.GetOrAdd(alerts, async count =>
    {
        var database = await Server.DatabaseAsync($"filled_{count}", cancellation);
        await new FilledLedger(database, $"{count:#,0} alerts", Report).MultiplyAsync(count, past: false, cancellation);
        return database;
    });
}
