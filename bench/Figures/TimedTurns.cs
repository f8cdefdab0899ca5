using System.Diagnostics;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Figures;

/// <summary>The product's way and the bare one, which take turns: the median and the 99th percentile of each round.</summary>
internal static class TimedTurns
{
    private const int Quick = 200, Full = 500;

    // Less, and what is measured is the runtime's compiler at work beside it: the rounds would still get faster.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    /// <summary>Takes the turns and reports <c>{figure}.p50</c> and <c>{figure}.p99</c>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="figure">The figure's name.</param>
    /// <param name="bars">At most so many times the bare one: the median, the 99th percentile.</param>
    /// <param name="own">Goes the product's way for the turn with a number, from 0; gives its milliseconds.</param>
    /// <param name="bare">The same the bare way.</param>
    /// <param name="warm">What is done once everything is warm.</param>
    public static async Task RunAsync(
        BenchRun run, string figure, (double P50, double P99) bars, Func<int, Task<double>> own, Func<int, Task<double>> bare, Func<Task> warm)
    {
        var (p50, p99, bare50, bare99) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var number = 0;
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp; number++)
        {
            await own(number);
            await bare(number);
        }

        await warm();
        for (var round = 0; round < run.Rounds; round++)
        {
            var (times, limits) = (new List<double>(), new List<double>());
            for (var turn = 0; turn < (run.Quick ? Quick : Full); turn++, number++)
            {
                times.Add(await own(number));
                limits.Add(await bare(number));
            }

            p50.Add(At(times, 0.5));
            p99.Add(At(times, 0.99));
            bare50.Add(At(limits, 0.5));
            bare99.Add(At(limits, 0.99));
        }

        run.Report.Give(Figure.Compared($"{figure}.p50", "ms", p50, bare50, Bar.AtMost(bars.P50)));
        run.Report.Give(Figure.Compared($"{figure}.p99", "ms", p99, bare99, Bar.AtMost(bars.P99)));
    }

    /// <summary>How many milliseconds it takes.</summary>
    public static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)Math.Ceiling(times.Count * share) - 1);
}
