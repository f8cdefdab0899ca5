using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;

namespace Dropzone.Ledger.Bench.Polling;

/// <summary>
/// Polls few connectors often and many at the usual interval, at about the same rate of polls, and compares what one poll costs. Every one of
/// the many must have been polled within its interval.
/// </summary>
internal static class ConnectorsRun
{
    private const int Few = 10;
    private const double Growth = 1.3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(Report report, int many, TimeSpan length, CancellationToken cancellation)
    {
        await using var server = await BenchServer.StartAsync(cancellation);
        await using var cloud = await SimulatorProcess.StartAsync(Directory.CreateDirectory(Path.Combine(server.Folder, "simulator")).FullName, 20, cancellation);
        var (few, _) = await MeasureAsync(report, server, cloud, Few, Interval * Few / many, length, cancellation);
        var (one, latest) = await MeasureAsync(report, server, cloud, many, Interval, length, cancellation);
        report.Give(new Figure($"poll.connectors: a poll of one of {Few}", "ms CPU", few));
        report.Give(new Figure($"poll.connectors: a poll of one of {many}", "ms CPU", one) { Limit = few, Ratio = one / few, Bar = Bar.AtMost(Growth) });
        report.Give(new Figure($"poll.connectors: longest time since a success among {many} at an interval of 60 s", "s", latest.TotalSeconds)
        {
            Bar = Bar.AtMost((Interval + Grace).TotalSeconds),
        });
        return report.ExitCode;
    }

    private static async Task<(double Cost, TimeSpan Latest)> MeasureAsync(
        Report report, BenchServer server, SimulatorProcess cloud, int connectors, TimeSpan interval, TimeSpan length, CancellationToken cancellation)
    {
        report.Say($"{connectors} connectors, polled every {interval.TotalSeconds:0.0} s: reading everything once");
        await using var ledger = await PolledLedger.StartAsync(
            await server.DatabaseAsync($"connectors_{connectors}", cancellation), cloud, connectors, interval, cancellation);
        while ((await ledger.CursorsAsync(cancellation)).Count(c => c.LastSuccessAt is not null) < connectors)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        }

        var (cpu, polls) = (Environment.CpuUsage.TotalTime, await PollsAsync(ledger, cancellation));
        await Task.Delay(length, cancellation);
        var cost = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds;
        var polled = await PollsAsync(ledger, cancellation) - polls;
        var cursors = await ledger.CursorsAsync(cancellation);
        var latest = TimeProvider.System.GetUtcNow() - cursors.Min(c => c.LastSuccessAt)!.Value;
        report.Say($"{polled} polls in {length.TotalSeconds:0} s, {cost / length.TotalMilliseconds:P0} of one core; {cursors.Count(c => c.LastError is not null)} failing");
        return (cost / polled, latest);
    }

    private static async Task<long> PollsAsync(PolledLedger ledger, CancellationToken cancellation) =>
        (await ledger.CursorsAsync(cancellation)).Sum(c => c.Polls);
}
