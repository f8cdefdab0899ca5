using System.Diagnostics;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Soak.Kill;

/// <summary>
/// Two products read one simulated cloud, each into a database of its own. Between rounds the cloud's time moves on; in a round it stands still,
/// so that both see the same records. One product is never killed. The other is killed in each round, and started again to catch up.
/// </summary>
internal sealed class KillRun(Report report, SimulatedCloud cloud, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
{
    private static readonly TimeSpan RoundLength = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EvidencePatience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it.</summary>
    /// <returns>0 when the two records are the same and both verify.</returns>
    public static async Task<int> RunAsync(Report report, int rounds, int alerts, int seed, CancellationToken cancellation)
    {
        await using var server = await BenchServer.StartAsync(cancellation);
        var options = new SimulatorOptions { Seed = seed, InitialHistory = alerts, TimeProvider = new PastTime(RoundLength * (rounds + 1)) };
        await using var cloud = await SimulatedCloud.StartAsync(options, cancellation);
        cloud.FreezeTime();
        cloud.GraphPageCap = 20;
        var environment = await SimulatedConnectors.EnvironmentAsync(cloud, server.Folder, cancellation);
        var run = new KillRun(report, cloud, environment, cancellation);
        var clean = await server.DatabaseAsync("clean", cancellation);
        var killed = await server.DatabaseAsync("killed", cancellation);
        await run.RoundsAsync(clean, killed, rounds, new Random(seed));
        await run.JudgeAsync(clean, killed);
        return report.ExitCode;
    }

    private async Task RoundsAsync(BenchDatabase clean, BenchDatabase killed, int rounds, Random random)
    {
        await ConfigureAsync(killed);
        await using var steady = ProductProcess.Serve(clean, environment);
        using var client = new ProductClient(await steady.AddressAsync(cancellation), clean.Token);
        await ConfigureAsync(client);
        for (var round = 0; round < rounds; round++)
        {
            cloud.ShiftTime(round == 0 ? TimeSpan.Zero : RoundLength);
            var plan = KillPlan.Of(round, random);
            var watch = Stopwatch.StartNew();
            var how = await KilledAsync(killed, plan);
            await client.PollAllAsync(SimulatedConnectors.All, cancellation);
            await CatchUpAsync(killed, round == rounds - 1 ? clean : null);
            report.Give(
                new { round = round + 1, plan = plan.Words, how, seconds = Math.Round(watch.Elapsed.TotalSeconds, 1) },
                $"round {round + 1} of {rounds}: {plan.Words}: {how}, caught up ({watch.Elapsed.TotalSeconds:0.0} s)");
        }

        var code = await steady.StopAsync();
        if (code != 0)
        {
            report.Broken($"The product that was never killed ended with {code} when asked to stop:{Environment.NewLine}{steady.Tail}");
        }
    }

    private async Task<string> KilledAsync(BenchDatabase database, KillPlan plan)
    {
        await using var product = ProductProcess.Serve(database, environment, plan.FailPoint);
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var polling = PollQuietlyAsync(product, database, idle.Token);
        var first = await Task.WhenAny(product.Exited, polling, Task.Delay(plan.After, cancellation));
        if (plan.FailPoint is null)
        {
            await Task.WhenAny(product.Exited, Task.Delay(plan.After, cancellation));
        }
        else if (first == polling)
        {
            // The projections follow the polls: their points are passed a moment later.
            await Task.WhenAny(product.Exited, Task.Delay(TimeSpan.FromSeconds(3), cancellation));
        }

        var reached = product.Exited.IsCompleted;
        var code = await product.KillAsync();
        await idle.CancelAsync();
        await polling;
        if (reached && code != 137)
        {
            report.Broken($"The product ended with {code} instead of being killed:{Environment.NewLine}{product.Tail}");
        }

        return (reached, plan.FailPoint) switch
        {
            (true, _) => "killed there",
            (false, null) => "killed",
            _ => "not passed so often, killed when idle",
        };
    }

    /// <summary>Polls until the process is gone; what it answers does not matter.</summary>
    private static async Task PollQuietlyAsync(ProductProcess product, BenchDatabase database, CancellationToken stop)
    {
        try
        {
            using var client = new ProductClient(await product.AddressAsync(stop), database.Token);
            await client.PollAllAsync(SimulatedConnectors.All, stop);
        }
        catch (Exception gone) when (gone is HttpRequestException or InvalidOperationException or IOException or OperationCanceledException or TimeoutException)
        {
            // It was killed, which is the point.
        }
    }

    /// <param name="database">The killed product's.</param>
    /// <param name="clean">After the last round, the other one's: evidence follows the polls in its own time.</param>
    private async Task CatchUpAsync(BenchDatabase database, BenchDatabase? clean)
    {
        await using var product = ProductProcess.Serve(database, environment);
        using var client = new ProductClient(await product.AddressAsync(cancellation).WaitAsync(Patience, cancellation), database.Token);
        await client.PollAllAsync(SimulatedConnectors.All, cancellation);
        if (clean is null)
        {
            return;
        }

        for (var began = Stopwatch.GetTimestamp();
            Stopwatch.GetElapsedTime(began) < EvidencePatience
            && !(await LedgerImage.ReadAsync(clean, cancellation)).Evidence.Keys.ToHashSet(StringComparer.Ordinal)
                .SetEquals((await LedgerImage.ReadAsync(database, cancellation)).Evidence.Keys);)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        }

        if (await product.StopAsync() is var code and not 0)
        {
            report.Broken($"The product ended with {code} when asked to stop:{Environment.NewLine}{product.Tail}");
        }
    }

    private async Task ConfigureAsync(BenchDatabase database)
    {
        await using var product = ProductProcess.Serve(database, environment);
        using var client = new ProductClient(await product.AddressAsync(cancellation), database.Token);
        await ConfigureAsync(client);
    }

    private async Task ConfigureAsync(ProductClient client)
    {
        foreach (var connector in SimulatedConnectors.Documents(cloud.Tenant, "P30D"))
        {
            await client.ConfigureAsync(connector, cancellation);
        }
    }

    private async Task JudgeAsync(BenchDatabase clean, BenchDatabase killed)
    {
        var expected = await LedgerImage.ReadAsync(clean, cancellation);
        var actual = await LedgerImage.ReadAsync(killed, cancellation);
        foreach (var difference in ImageComparison.Differences(expected, actual))
        {
            report.Broken(difference);
        }

        await VerifyAsync("clean", clean);
        await VerifyAsync("killed", killed);
        report.Give(new Figure("alert streams compared", "streams", expected.Streams.Count));
        report.Give(new Figure("events of alerts compared", "events", expected.Streams.Sum(static s => s.Value.Count)));
        report.Give(new Figure("outcomes of mails compared", "outcomes", expected.Evidence.Count));
        report.Give(new Figure(
            "mails that came or went between the two looks", "mails", expected.Evidence.Count(e => actual.Evidence.TryGetValue(e.Key, out var other) && (other is null) != (e.Value is null))));
        report.Give(new Figure("events in the killed ledger", "events", actual.Head));
        report.Say(report.ExitCode == 0 ? "The killed ledger equals the clean one; both verify." : "The ledgers differ.");
    }

    private async Task VerifyAsync(string name, BenchDatabase database)
    {
        await using var verify = ProductProcess.Start(["verify"], database, environment);
        var code = await verify.Exited.WaitAsync(cancellation);
        report.Say($"ledger verify, {name}: exit code {code}");
        if (code != 0)
        {
            report.Broken($"ledger verify of the {name} ledger:{Environment.NewLine}{verify.Tail}");
        }
    }
}
