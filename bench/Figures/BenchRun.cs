using System.Collections.Concurrent;
using System.Globalization;
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
    private const double Gigabyte = 1e9;

    private readonly ConcurrentDictionary<int, Task<BenchDatabase>> filled = new();
    private int made;

    /// <summary>How many alerts the large ledger of the reads was asked to have; absent where each figure's usual number is meant.</summary>
    public int? Alerts { get; init; }

    /// <summary>How many events the large log was asked to have; absent where each figure's usual number is meant.</summary>
    public int? Events { get; init; }

    /// <summary>An empty ledger of its own.</summary>
    public Task<BenchDatabase> EmptyAsync(CancellationToken cancellation) =>
        Server.DatabaseAsync($"bench_{Interlocked.Increment(ref made)}", cancellation);

    /// <summary>
    /// A ledger with so many alerts, the first of them appended and folded by the product and the others their copies; filled once a run and shared. Whoever
    /// asks for it only reads it.
    /// </summary>
    public Task<BenchDatabase> FilledAsync(int alerts, CancellationToken cancellation) => filled.GetOrAdd(alerts, async count =>
    {
        MakeSureOfRoom($"{count:#,0} alerts", count * FilledLedger.BytesAnAlert);
        var database = await Server.DatabaseAsync($"filled_{count}", cancellation);
        await new FilledLedger(database, $"{count:#,0} alerts", Report).MultiplyAsync(count, past: false, cancellation);
        return database;
    });

    /// <summary>Says what a large ledger takes of the disk before it is filled.</summary>
    /// <param name="what">What is filled.</param>
    /// <param name="bytes">About how many bytes it will take.</param>
    /// <exception cref="InvalidOperationException">The disk has less; the message says what to do.</exception>
    public void MakeSureOfRoom(string what, long bytes)
    {
        var free = Server.FreeSpace;
        var sizes = string.Create(CultureInfo.InvariantCulture, $"{what} take about {bytes / Gigabyte:0.0} GB, {free / Gigabyte:0.0} GB are free at {Server.Folder}");
        if (bytes > free)
        {
            throw new InvalidOperationException($"{sizes}. Free some, ask for less by --alerts or --events, or name a folder of a larger disk in TMPDIR.");
        }

        if (bytes > Gigabyte)
        {
            Report.Say(sizes);
        }
    }
}
