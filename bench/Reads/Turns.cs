using System.Diagnostics;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>
/// Measures ways that are compared with each other in turns of a few requests, so that a slow moment of the machine strikes all alike, and none pays
/// for the threads that another one left spinning but with its first requests of a turn.
/// </summary>
internal static class Turns
{
    private const int RequestsATurn = 20;
    private const int TurnsARound = 10;

    // The runtime compiles what is called often a second and a third time, in the background: a server that runs for days is past that.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    /// <summary>The median of each round of each way, in milliseconds, after unmeasured turns until everything is warm.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<double>>> MeasureAsync(
        IReadOnlyList<Func<CancellationToken, Task>> ways, int rounds, CancellationToken cancellation)
    {
        var medians = ways.Select(static _ => new List<double>()).ToList();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < WarmUp)
        {
            await RoundAsync(ways, cancellation);
        }

        for (var round = 0; round < rounds; round++)
        {
            var times = await RoundAsync(ways, cancellation);
            for (var way = 0; way < ways.Count; way++)
            {
                medians[way].Add(Median.Of(times[way]));
            }
        }

        return medians;
    }

    private static async Task<IReadOnlyList<List<double>>> RoundAsync(IReadOnlyList<Func<CancellationToken, Task>> ways, CancellationToken cancellation)
    {
        var times = ways.Select(static _ => new List<double>()).ToList();
        for (var turn = 0; turn < TurnsARound; turn++)
        {
            for (var way = 0; way < ways.Count; way++)
            {
                await TurnAsync(ways[way], times[way], cancellation);
            }
        }

        return times;
    }

    private static async Task TurnAsync(Func<CancellationToken, Task> way, List<double> times, CancellationToken cancellation)
    {
        for (var request = 0; request < RequestsATurn; request++)
        {
            var began = Stopwatch.GetTimestamp();
            await way(cancellation);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }
}
