using System.Globalization;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary>Fills two ledgers and measures the ways to their first page in turns, so that a slow moment of the machine strikes all alike.</summary>
internal static class ReadsRun
{
    private const double LargeToSmall = 1.5;
    private const double ToBareSql = 2.5;
    private const int WarmUp = 1_000;

    /// <summary>Runs it.</summary>
    /// <returns>0 when every limit holds.</returns>
    public static async Task<int> RunAsync(Report report, int small, int large, int rounds, int requests, CancellationToken cancellation)
    {
        report.Say("Starting PostgreSQL");
        await using var server = await BenchServer.StartAsync(cancellation);
        var databases = new List<(string Name, BenchDatabase Database)>();
        foreach (var alerts in (int[])[small, large])
        {
            var name = $"{alerts.ToString("#,0", CultureInfo.InvariantCulture)} alerts";
            var database = await server.DatabaseAsync($"ledger_{alerts}", cancellation);
            await new FilledLedger(database, name, report).FillAsync(alerts, cancellation);
            databases.Add((name, database));
        }

        report.Say("Starting the product on both");
        await using var first = await MeasuredLedger.OpenAsync(databases[0].Database, cancellation);
        await using var second = await MeasuredLedger.OpenAsync(databases[1].Database, cancellation);
        var sizes = new[] { (databases[0].Name, Ledger: first), (databases[1].Name, Ledger: second) };
        foreach (var (name, ledger) in sizes)
        {
            if (!await ledger.AgreesAsync(cancellation))
            {
                report.Broken($"{name}: the three ways do not give the same 50 rows");
            }
        }

        var medians = await MeasureAsync(report, sizes, rounds, requests, cancellation);
        Give(report, medians, databases[0].Name, databases[1].Name);
        return report.ExitCode;
    }

    private static async Task<Dictionary<(string Size, string Way), List<double>>> MeasureAsync(
        Report report, (string Name, MeasuredLedger Ledger)[] sizes, int rounds, int requests, CancellationToken cancellation)
    {
        var medians = new Dictionary<(string, string), List<double>>();
        for (var round = 0; round <= rounds; round++)
        {
            var times = new Dictionary<(string, string), List<double>>();
            for (var request = 0; request < (round == 0 ? WarmUp : requests); request++)
            {
                foreach (var way in MeasuredLedger.Ways)
                {
                    foreach (var (name, ledger) in sizes)
                    {
                        Add(times, (name, way), await ledger.MeasureAsync(way, cancellation));
                    }
                }
            }

            report.Say(round == 0 ? $"Warmed up by {WarmUp} requests of each sort" : $"Round {round} of {rounds}: {requests} requests of each sort");
            foreach (var (key, of) in round == 0 ? [] : times)
            {
                Add(medians, key, Median.Of(of));
            }
        }

        return medians;
    }

    private static void Give(Report report, Dictionary<(string Size, string Way), List<double>> medians, string small, string large)
    {
        foreach (var way in MeasuredLedger.Ways)
        {
            report.Give(new Figure($"{small}: {way}", "ms", Median.Of(medians[(small, way)])) { Rounds = medians[(small, way)] });
            report.Give(Compared($"{large}: {way}, against {small}", medians[(large, way)], medians[(small, way)], way == MeasuredLedger.Bare ? null : LargeToSmall));
        }

        var bare = medians[(large, MeasuredLedger.Bare)];
        report.Give(Compared($"{large}: {MeasuredLedger.Query}, against {MeasuredLedger.Bare}", medians[(large, MeasuredLedger.Query)], bare, ToBareSql));
        report.Give(Compared($"{large}: {MeasuredLedger.Http} (HTTP included), against {MeasuredLedger.Bare}", medians[(large, MeasuredLedger.Http)], bare, ToBareSql));
    }

    private static Figure Compared(string name, List<double> of, List<double> with, double? most) =>
        Figure.Compared(name, "ms", of, with, most is { } bound ? Bar.AtMost(bound) : null);

    private static void Add(Dictionary<(string, string), List<double>> to, (string, string) key, double value)
    {
        if (!to.TryGetValue(key, out var list))
        {
            to[key] = list = [];
        }

        list.Add(value);
    }
}
