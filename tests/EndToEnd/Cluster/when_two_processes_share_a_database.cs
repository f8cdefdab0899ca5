using System.Diagnostics;
using Dropzone.Ledger.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Dropzone.Ledger.EndToEnd.Cluster;

public sealed class when_two_processes_share_a_database(TwoNodes cluster, ITestOutputHelper output) : IClassFixture<TwoNodes>
{
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AMinute = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task each_lease_has_one_holder_and_killing_either_process_hands_over_within_ten_seconds()
    {
        var holders = await AllHeldAsync(AMinute);
        await FlowsAsync("north", AMinute);
        foreach (var (lease, holder) in holders)
        {
            output.WriteLine($"{lease}: {holder}");
        }

        foreach (var victim in (string[])["north", "south"])
        {
            var survivor = victim == "north" ? "south" : "north";
            var handed = holders.Count(held => held.Value == victim);
            var clock = Stopwatch.StartNew();
            await cluster.KillAsync(victim);
            var leases = await Eventually.HoldsAsync(
                $"{survivor} holds every lease after SIGKILL of {victim}",
                HandOver,
                async () => (await cluster.Database.LeaseHoldersAsync(TwoNodes.Leases)).Values.All(holder => holder == survivor));
            var both = await FlowsAsync(survivor, HandOver - clock.Elapsed);
            output.WriteLine($"{victim} killed ({handed} leases): handed over after {leases.TotalSeconds:0.0} s, both connectors and all read models moved {both.TotalSeconds:0.0} s later");

            await cluster.StartAsync(victim);
            holders = await AllHeldAsync(AMinute);
        }

        await AssertRecordedOnceAsync();
        var verified = await cluster.VerifyAsync();
        output.WriteLine(verified.Output);
        verified.Succeeded();
    }

    private async Task<IReadOnlyDictionary<string, string?>> AllHeldAsync(TimeSpan patience)
    {
        IReadOnlyDictionary<string, string?> holders = new Dictionary<string, string?>();
        await Eventually.HoldsAsync(
            "every lease is held",
            patience,
            async () => (holders = await cluster.Database.LeaseHoldersAsync(TwoNodes.Leases)).Values.All(holder => holder is not null),
            () => string.Join(", ", holders.Select(held => $"{held.Key}={held.Value ?? "nobody"}")) + string.Join('\n', cluster.Running.Values.Select(node => node.Process.Said)));
        return holders;
    }

    /// <summary>New alerts of both connectors are recorded, and the list has them.</summary>
    private async Task<TimeSpan> FlowsAsync(string node, TimeSpan patience)
    {
        using var api = cluster.Api(cluster.Running[node]);
        var head = (await api.EventsAsync()).Count;
        return await Eventually.HoldsAsync(
            $"new alerts of both connectors are recorded and listed by {node}",
            patience,
            async () =>
            {
                var recorded = await api.EventsAsync("alert_ingested", head);
                if (recorded.Select(e => e.Field("data").Text("connector")).Distinct().Count() < 2)
                {
                    return false;
                }

                await api.GetAsync($"api/v1/alerts?limit=1&atLeast={recorded[^1].Number("position")}");
                await api.GetAsync($"api/v1/connectors/defender/health?atLeast={recorded[^1].Number("position")}");
                return true;
            },
            () => cluster.Running[node].Process.Said);
    }

    private async Task AssertRecordedOnceAsync()
    {
        using var api = cluster.Api(cluster.Running["north"]);
        var events = await api.EventsAsync();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static n => (long)n), events.Select(e => e.Number("position")));
        var first = events.Where(e => e.Text("type") == "alert_ingested").Select(e => e.Text("stream")).ToList();
        Assert.Equal(first.Count, first.Distinct(StringComparer.Ordinal).Count());
        output.WriteLine($"{events.Count} events, {first.Count} alerts");
    }
}
