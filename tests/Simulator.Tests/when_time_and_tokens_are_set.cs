using System.Diagnostics;
using Dropzone.Ledger.Simulator.Faults;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_time_and_tokens_are_set : IAsyncLifetime
{
    private SimulatedCloud cloud = null!;
    private CloudClient client = null!;

    public async Task InitializeAsync()
    {
        cloud = await SimulatedCloud.StartAsync(CloudFixture.Still with { InitialHistory = 10 }, CancellationToken.None);
        client = new CloudClient(cloud);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await cloud.DisposeAsync();
    }

    [Fact]
    public void the_world_may_run_faster_than_the_host_and_never_jumps_when_its_speed_changes()
    {
        var before = cloud.Now;
        cloud.ScaleTime(10_000);
        Assert.InRange(cloud.Now - before, TimeSpan.Zero, TimeSpan.FromHours(12));
        SpinWait.SpinUntil(() => cloud.Now - before > TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));
        Assert.True(cloud.Now - before > TimeSpan.FromMinutes(5));
        cloud.ScaleTime(1);
        var slow = cloud.Now;
        Assert.InRange(cloud.Now - slow, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task a_short_token_ends_before_the_page_does()
    {
        cloud.TokenLifetime = TimeSpan.FromSeconds(4);
        Assert.Equal(200, (await client.GraphAsync("/v1.0/security/alerts_v2?$top=5")).Status);
        cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.SlowBytes, Seconds = 4.5, Next = 1 });
        Assert.Equal(200, (await client.GraphAsync("/v1.0/security/alerts_v2?$top=5")).Status);
        Assert.Equal(401, (await client.GraphAsync("/v1.0/security/alerts_v2?$top=5")).Status);
    }

    [Fact]
    public async Task bytes_may_come_slowly_and_are_whole()
    {
        var whole = (await client.GraphAsync("/v1.0/security/alerts_v2?$top=5")).Json.GetProperty("value").GetArrayLength();
        cloud.AddFault(new Fault { Service = "graph", Kind = FaultKind.SlowBytes, Seconds = 0.5 });
        var clock = Stopwatch.StartNew();
        Assert.Equal(whole, (await client.GraphAsync("/v1.0/security/alerts_v2?$top=5")).Json.GetProperty("value").GetArrayLength());
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.4));
    }
}
