using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Bench.Soak.Tickets;

/// <summary>
/// People move investigations, a fifth of all requests to the resource manager fails in one way or another, others write to the same incidents, and
/// the product is killed at one named point after the other. The conflict policy changes on the way. In the end everything is accounted for.
/// </summary>
internal sealed class TicketsRun(
    Report report, TicketSoakOptions options, BenchDatabase place, LedgerDatabase database, SimulatedCloud cloud, Dictionary<string, string> environment,
    CancellationToken cancellation)
{
    // The product's waits are divided by about a hundred, the published request rates are multiplied by it: a scaled clock.
    private const int Scale = 100;
    // Only against a product that stands still for ever: a loaded machine may be slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, string> ScaledClock = new(StringComparer.Ordinal)
    {
        ["Ledger__RequestScale"] = $"{Scale}",
        ["Ledger__TicketSync__FirstWait"] = "PT0.02S",
        ["Ledger__TicketSync__LongestWait"] = "PT1S",
        ["Ledger__TicketSync__ConflictWait"] = "PT0.005S",
    };

    private readonly Random random = new(options.Seed);
    private readonly RecordedTickets record = new(database);
    private readonly HashSet<string> deleted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> folded = new(StringComparer.Ordinal);
    private int learned;
    private int reached;

    /// <summary>Runs it.</summary>
    /// <param name="report">Where it is told.</param>
    /// <param name="options">How much.</param>
    /// <param name="place">An empty ledger.</param>
    /// <param name="folder">For files of the run.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>0 when every promise holds.</returns>
    public static async Task<int> RunAsync(Report report, TicketSoakOptions options, BenchDatabase place, string folder, CancellationToken cancellation)
    {
        await using var cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions
            {
                Seed = options.Seed, InitialHistory = 0, GeneratedAlertsPerMinute = 0, GraphDelay = TimeSpan.Zero, LogAnalyticsDelay = TimeSpan.Zero,
            },
            cancellation);
        cloud.ArmBudgetScale = Scale;
        await using var database = place.Open();
        var environment = await SimulatedConnectors.EnvironmentAsync(cloud, folder, cancellation);
        await new TicketsRun(report, options, place, database, cloud, environment, cancellation).RunAsync();
        return report.ExitCode;
    }

    private async Task RunAsync()
    {
        var watch = Stopwatch.StartNew();
        var incidents = new SoakedIncidents(cloud, options.Incidents, 2 * Folds, random);
        await ConfigureAsync();
        var changes = new TicketChanges([.. record.Alerts.Values], options.Seed);
        var plans = TicketKillPlan.Of(options.Kills, random);
        TicketFaults.Begin(cloud, options.Faults);
        for (var round = 0; round < plans.Count; round++)
        {
            changes.Wish(options.Changes / plans.Count);
            Meddle(incidents);
            await LearnAsync();
            Fold(incidents, Folds * (3 * round / plans.Count) / 2);
            var policy = ConflictPolicy.All[round * ConflictPolicy.All.Count / plans.Count];
            await KilledAsync(round, plans[round], policy, changes);
        }

        changes.Wish(options.Changes - (plans.Count * (options.Changes / plans.Count)));
        await SettleAsync(changes);
        report.Give(new Figure("soak.tickets: seconds", "s", Math.Round(watch.Elapsed.TotalSeconds, 1)));
        report.Give(new Figure("soak.tickets: kills at their named point", "kills", reached));
        TicketJudge.Judge(report, cloud, incidents, record, deleted, folded, changes.Accepted, options.Changes);
    }

    /// <summary>Makes the connector, which reads every incident.</summary>
    private async Task ConfigureAsync()
    {
        await using var product = Serve(null, "PT1H");
        using var client = new ProductClient(await product.AddressAsync(cancellation).WaitAsync(Patience, cancellation), place.Token);
        await client.ConfigureAsync(Settings(ConflictPolicy.PersonWins), cancellation);
        for (var tries = 0; (await record.ReadAsync(cancellation)).Alerts.Count < options.Incidents; tries++)
        {
            if (tries == 60)
            {
                throw new TimeoutException($"Only {record.Alerts.Count} of {options.Incidents} incidents were read.");
            }

            await client.PollAsync(SimulatedConnectors.Sentinel, cancellation);
        }
    }

    /// <summary>People in the portal change some incidents behind the ledger's back, and delete a few.</summary>
    private void Meddle(SoakedIncidents incidents)
    {
        for (var i = 0; i < options.Incidents / 50; i++)
        {
            var name = incidents.Names[random.Next(incidents.Names.Count)];
            if (i == 0 && deleted.Count < options.Incidents / 100 && !incidents.Names.Take(2 * Folds).Contains(name))
            {
                cloud.DeleteIncident(name);
                deleted.Add(name);
            }
            else if (!deleted.Contains(name) && !folded.ContainsKey(name))
            {
                cloud.ChangeIncident(name, """{"status":"Closed","classification":"FalsePositive","classificationReason":"IncorrectAlertLogic"}""", TicketFaults.OtherWriter);
            }
        }
    }

    /// <summary>How many incidents Defender folds into another one; the first of all, each into its neighbour.</summary>
    private int Folds => options.Incidents / 50;

    /// <summary>Lets the product read which incidents were folded in a round before, when nothing waits.</summary>
    private async Task LearnAsync()
    {
        if (learned < folded.Count)
        {
            await using var product = Serve(null, "PT1H");
            using var client = new ProductClient(await product.AddressAsync(cancellation).WaitAsync(Patience, cancellation), place.Token);
            await WrittenAsync(cancellation).WaitAsync(Patience, cancellation);

            // Polls have a soak of their own; here a poll among so many faults would only be made over and over.
            cloud.ClearFaults();
            await client.PollAllAsync([SimulatedConnectors.Sentinel], cancellation);
            TicketFaults.Begin(cloud, options.Faults);
            learned = folded.Count;
        }
    }

    /// <summary>Folds until so many are.</summary>
    private void Fold(SoakedIncidents incidents, int until)
    {
        while (folded.Count < until)
        {
            var (from, into) = (incidents.Names[2 * folded.Count], incidents.Names[(2 * folded.Count) + 1]);
            if (!cloud.MergeIncidents(from, into))
            {
                throw new InvalidOperationException($"{from} could not be folded into {into}.");
            }

            folded.Add(from, into);
        }
    }

    private async Task KilledAsync(int round, TicketKillPlan plan, string policy, TicketChanges changes)
    {
        var watch = Stopwatch.StartNew();
        var before = changes.Accepted;
        await using var product = Serve(plan.FailPoint, plan.SweepEvery);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = WorkAsync(product, policy, changes, gone.Token);
        await Task.WhenAny(product.Exited, work, Task.Delay(Patience, cancellation));

        // The work also ends when the product is killed, which is noticed a little later; and sweeps come when the work is done.
        await Task.WhenAny(product.Exited, Task.Delay(TimeSpan.FromSeconds(plan.NeedsSweep ? 10 : 3), cancellation));
        var there = product.Exited.IsCompleted;
        var code = await product.KillAsync();
        await gone.CancelAsync();
        var broken = await work;
        reached += there ? 1 : 0;
        if (broken is not null || (there && code != 137))
        {
            report.Broken($"{plan.FailPoint}: {broken ?? $"ended with {code} instead of being killed"}{Environment.NewLine}{product.Tail}");
        }

        await record.ReadAsync(cancellation);
        report.Give(
            new { round = round + 1, point = plan.FailPoint, there, policy, accepted = changes.Accepted - before, waiting = record.Waiting, seconds = Math.Round(watch.Elapsed.TotalSeconds, 1) },
            $"round {round + 1} of {options.Kills}: {plan.FailPoint}, {(there ? "killed there" : "not passed so often, killed when idle")}: {changes.Accepted - before} changes, "
            + $"{record.Waiting} intents wait ({watch.Elapsed.TotalSeconds:0.0} s, {policy})");
    }

    /// <summary>Gives the product its work and waits until all is written.</summary>
    /// <returns>What was wrong with it; null when it did all, or was killed.</returns>
    private async Task<string?> WorkAsync(ProductProcess product, string policy, TicketChanges changes, CancellationToken gone)
    {
        try
        {
            var address = await product.AddressAsync(gone);
            using (var client = new ProductClient(address, place.Token))
            {
                await client.ReplaceAsync(Settings(policy), gone);
            }

            await changes.SendAsync(address, place.Token, gone);
            await WrittenAsync(gone);
            return null;
        }
        catch (InvalidOperationException wrong) when (!product.Exited.IsCompleted)
        {
            return wrong.Message;
        }
        catch (Exception killed) when (killed is InvalidOperationException or HttpRequestException or IOException or OperationCanceledException or TimeoutException)
        {
            // Which is the point.
            return null;
        }
    }

    /// <summary>Waits until each change has its intent, and each intent its outcome.</summary>
    private async Task WrittenAsync(CancellationToken gone)
    {
        while (!gone.IsCancellationRequested)
        {
            await record.ReadAsync(gone);
            if (record.Waiting == 0 && record.Unwished == 0)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), gone);
        }
    }

    /// <summary>No more faults: what is left is written, what had failed is asked for again, both sides are compared, and all of it is polled.</summary>
    private async Task SettleAsync(TicketChanges changes)
    {
        await using var product = Serve(null, "PT0.5S");
        var address = await product.AddressAsync(cancellation).WaitAsync(Patience, cancellation);
        using var client = new ProductClient(address, place.Token);
        while (changes.Waits)
        {
            if (product.Exited.IsCompleted)
            {
                throw new InvalidOperationException($"The product ended before all was done:{Environment.NewLine}{product.Tail}");
            }

            await changes.SendAsync(address, place.Token, cancellation);
        }

        await WrittenAsync(cancellation).WaitAsync(Patience, cancellation);
        report.Give(new Figure("soak.tickets: requests about incidents struck by a fault, of 1,000", "requests", TicketFaults.Struck(cloud)));
        cloud.ClearFaults();
        await client.PollAllAsync([SimulatedConnectors.Sentinel], cancellation);
        await record.ReadAsync(cancellation);
        foreach (var failed in record.Intents.Values.Where(i => i.Outcomes is [TicketSyncFailed { ErrorCode: not "incident-gone" }]).ToList())
        {
            var (status, answer) = await client.PostAsync($"/api/v1/tickets/{failed.Id}/retry", null, $"retry-{failed.Id}", cancellation);
            if (status != HttpStatusCode.OK && answer["reason"]?.GetValue<string>() != "newer-intent")
            {
                report.Broken($"The retry of {failed.Id} was refused: {answer.ToJsonString()}");
            }
        }

        await AgreedAsync();
        await client.PollAllAsync([SimulatedConnectors.Sentinel], cancellation);
        await WrittenAsync(cancellation).WaitAsync(Patience, cancellation);
        if (await product.StopAsync() is var code and not 0)
        {
            report.Broken($"The product ended with {code} when asked to stop:{Environment.NewLine}{product.Tail}");
        }

        await using var verify = ProductProcess.Start(["verify"], place, environment);
        var verified = await verify.Exited.WaitAsync(cancellation);
        report.Say($"ledger verify: exit code {verified}");
        if (verified != 0)
        {
            report.Broken($"ledger verify:{Environment.NewLine}{verify.Tail}");
        }
    }

    /// <summary>Waits until sweeps find nothing any more: nothing waits, and both sides agree.</summary>
    private async Task AgreedAsync()
    {
        var watch = Stopwatch.StartNew();
        var apart = 1;
        while (apart > 0 && watch.Elapsed < Patience)
        {
            await WrittenAsync(cancellation).WaitAsync(Patience, cancellation);
            apart = TicketJudge.Apart(cloud, record, deleted, folded).Count();
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
        }
    }

    private ProductProcess Serve(string? failPoint, string sweepEvery) => ProductProcess.Serve(
        place, environment.Concat(ScaledClock).Append(new("Ledger__TicketSync__SweepEvery", sweepEvery)).ToDictionary(), failPoint);

    private JsonObject Settings(string policy)
    {
        var sentinel = SimulatedConnectors.Documents(cloud.Tenant, "P30D")[0];
        sentinel["ticketSync"] = new JsonObject { ["updateStatusOnInvestigationChange"] = true, ["comment"] = true, ["conflictPolicy"] = policy };
        return sentinel;
    }
}
