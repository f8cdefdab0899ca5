using System.Diagnostics;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Bench.Soak.Rebuilds;

/// <summary>
/// One ledger, the product as a process of its own, an open loop of readers: first while nothing is rebuilt, then during a rebuild of every read model
/// at its default share. Then another rebuild is killed in the middle of its filling, and must go on and certify the same content.
/// </summary>
internal static class RebuildsRun
{
    private const int SlowestTold = 12;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it.</summary>
    /// <returns>0 when every promise holds.</returns>
    public static async Task<int> RunAsync(Report report, int alerts, int seconds, CancellationToken cancellation)
    {
        await using var server = await BenchServer.StartAsync(cancellation);
        var database = await server.DatabaseAsync("rebuilds", cancellation);
        await new FilledLedger(database, $"{alerts:#,0} alerts", report).FillAsync(alerts, cancellation);
        var hashes = await ReadAsync(report, database, TimeSpan.FromSeconds(seconds), cancellation);
        await KillAsync(report, database, hashes, cancellation);
        return report.ExitCode;
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Report report, BenchDatabase database, TimeSpan quietly, CancellationToken cancellation)
    {
        await using var product = Serve(database);
        var address = await product.AddressAsync(cancellation);
        using var client = new ReadModelClient(address, database.Token);
        using var loop = new OpenLoop(address, database.Token);
        await LoopAsync(WarmUp);
        var quiet = await LoopAsync(quietly);
        Judge(report, quiet, "quiet");

        await client.RebuildAllAsync(null, cancellation);
        var watch = Stopwatch.StartNew();
        var done = false;
        var reading = loop.RunAsync(() => !Volatile.Read(ref done), cancellation);
        var steps = new List<(TimeSpan At, string Step)>();
        var ended = await EndedAsync(client, cancellation, now => Note(steps, watch.Elapsed, now));
        var took = watch.Elapsed;
        Volatile.Write(ref done, true);
        var busy = await reading;
        Judge(report, busy, "rebuild");
        foreach (var slow in busy.Answers.TakeLast(SlowestTold).Reverse())
        {
            report.Say($"{slow.Took:0} ms: {slow.Path}, due {slow.Due.TotalSeconds:0.0} s after the request, while {steps.LastOrDefault(s => s.At <= slow.Due).Step ?? "it began"}");
        }

        foreach (var odd in ended.Where(static r => r.State != "done" || r.Before != r.After))
        {
            report.Broken($"The rebuild of {odd.Name} ended {odd.State} with {odd.After}, before {odd.Before}");
        }

        report.Give(new Figure("rebuild.reads.p50", "ms", busy.Percentile(0.5)) { Limit = quiet.Percentile(0.5), Ratio = busy.Percentile(0.5) / quiet.Percentile(0.5) });
        report.Give(new Figure("rebuild.reads.p99", "ms", busy.Percentile(0.99))
        {
            Limit = quiet.Percentile(0.99),
            Ratio = busy.Percentile(0.99) / quiet.Percentile(0.99),
            Bar = Bar.AtMost(3),
            Note = $"50 requests/s, {busy.Answers.Count:#,0} during a rebuild of everything at its default share ({took.TotalSeconds:0.0} s), {quiet.Answers.Count:#,0} before it",
        });
        return ended.ToDictionary(static r => r.Name, static r => r.After, StringComparer.Ordinal);

        Task<LoopResult> LoopAsync(TimeSpan time)
        {
            var clock = Stopwatch.StartNew();
            return loop.RunAsync(() => clock.Elapsed < time, cancellation);
        }
    }

    private static void Note(List<(TimeSpan At, string Step)> steps, TimeSpan at, IReadOnlyList<RebuildSeen> now)
    {
        var step = now.FirstOrDefault(static r => r.State is "indexing" or "comparing" or "switched") is { } working ? $"{working.State} {working.Name}"
            : now.FirstOrDefault(static r => r.State == "filling") is { } filling ? $"filling, {filling.Name} at {filling.Position:#,0}"
            : "waiting";
        if (steps.Count == 0 || steps[^1].Step != step)
        {
            steps.Add((at, step));
        }
    }

    private static async Task KillAsync(Report report, BenchDatabase database, IReadOnlyDictionary<string, string> hashes, CancellationToken cancellation)
    {
        long stood;
        await using (var product = Serve(database))
        {
            using var client = new ReadModelClient(await product.AddressAsync(cancellation), database.Token);
            await client.RebuildAllAsync(null, cancellation);
            while (true)
            {
                var now = await client.RebuildsAsync(cancellation);
                if (now.FirstOrDefault(static r => r is { Name: ProjectionNames.AlertList, State: "filling" } && r.Position > r.Head / 3) is { } filling)
                {
                    stood = filling.Position;
                    report.Say($"Killed while it was {string.Join(", ", now.Select(static r => $"{r.Name} {r.State} {r.Position:#,0}"))}");
                    break;
                }

                await Task.Delay(LookEvery, cancellation);
            }

            await product.KillAsync();
        }

        await using var again = Serve(database);
        using var asking = new ReadModelClient(await again.AddressAsync(cancellation), database.Token);
        var taken = (await asking.RebuildsAsync(cancellation)).Single(static r => r.Name == ProjectionNames.AlertList).Position;
        if (taken < stood)
        {
            report.Broken($"The killed rebuild began anew: it had come to {stood:#,0} and stands at {taken:#,0}");
        }

        var ended = await EndedAsync(asking, cancellation);
        foreach (var rebuild in ended)
        {
            // activity alone counts what is done to the ledger itself, the certificates of the former rebuild among it.
            if (rebuild.State != "done" || rebuild.Before != rebuild.After)
            {
                report.Broken($"After kill -9 {rebuild.Name} is {rebuild.State}: hash {rebuild.After}, of the former generation {rebuild.Before}");
            }
        }

        var same = ended.Count(r => hashes.GetValueOrDefault(r.Name) == r.After);
        report.Give(new Figure("rebuild.resumed-at", "events", taken) { Note = $"killed at {stood:#,0}; {ended.Count} read models certified, {same} with the hash of the rebuild before" });
    }

    private static void Judge(Report report, LoopResult seen, string when)
    {
        foreach (var wrong in seen.Wrong.Take(10))
        {
            report.Broken($"{when}: {wrong}");
        }

        report.Give(new Figure($"{when}: errors and empty lists of {seen.Answers.Count:#,0}", "answers", seen.Wrong.Count) { Bar = Bar.AtMost(0) });
    }

    private static async Task<IReadOnlyList<RebuildSeen>> EndedAsync(
        ReadModelClient client, CancellationToken cancellation, Action<IReadOnlyList<RebuildSeen>>? see = null)
    {
        while (true)
        {
            var now = await client.RebuildsAsync(cancellation);
            see?.Invoke(now);
            if (now.All(static r => r.Ended))
            {
                return now;
            }

            await Task.Delay(LookEvery, cancellation);
        }
    }

    private static ProductProcess Serve(BenchDatabase database) => ProductProcess.Serve(database, new Dictionary<string, string>(StringComparer.Ordinal));
}
