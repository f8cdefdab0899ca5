using System.Text.Json;
using Dropzone.Ledger.EndToEnd.Demo;
using Dropzone.Ledger.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Dropzone.Ledger.EndToEnd.Crash;

public sealed class when_the_demo_is_killed(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan AMinute = TimeSpan.FromSeconds(60);
    private readonly DataFolder folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await folder.DisposeAsync();

    [Fact]
    public async Task nothing_that_it_had_recorded_is_lost_and_verify_passes()
    {
        IReadOnlyList<JsonElement> before;
        await using (var first = await RunningDemo.StartAsync(folder))
        {
            await first.AlertsOfAllConnectorsAsync(AMinute);
            before = await first.Api.EventsAsync();
            await VerifyAsync("while it runs");
            first.Process.Kill();
        }

        await VerifyAsync("after SIGKILL");

        var restarted = TimeProvider.System.GetUtcNow();
        await using var second = await RunningDemo.StartAsync(folder);
        output.WriteLine($"restarted after SIGKILL, ready after {second.ReadyAfter.TotalSeconds:0.0} s");
        var after = await second.Api.EventsAsync();
        Assert.Equal(before.Select(Mark), after.Take(before.Count).Select(Mark));
        await Eventually.HoldsAsync("the restarted demo records on", AMinute, async () => await HeadAsync(second) > after.Count, () => second.Process.Said);
        await Eventually.HoldsAsync("every resource was polled again, and holds what had been read", AMinute, async () => await ArePolledAsync(second, restarted), () => second.Process.Said);

        Assert.Equal(0, await second.Process.StopAsync(TimeSpan.FromSeconds(30)));
        Assert.Empty(second.Process.Errors);
        await VerifyAsync("after a clean stop");
    }

    /// <summary>Whether every resource was polled since; none of them may have answered as if it had lost the last record.</summary>
    private static async Task<bool> ArePolledAsync(RunningDemo demo, DateTimeOffset since)
    {
        var polled = true;
        foreach (var connector in demo.Connectors)
        {
            var health = await demo.Api.GetAsync($"api/v1/connectors/{connector}/health");
            foreach (var resource in health.Field("resources").EnumerateArray())
            {
                Assert.False(resource.TryGetProperty("emptySince", out var empty) && empty.ValueKind != JsonValueKind.Null, $"{connector}: {health.Text("reason")}");
                polled &= resource.TryGetProperty("lastSuccessAt", out var last) && last.ValueKind == JsonValueKind.String && last.GetDateTimeOffset() > since;
            }
        }

        return polled;
    }

    private static (string Id, string Digest, string Stream, long Version) Mark(JsonElement e) =>
        (e.Text("id"), e.Text("digest"), e.Text("stream"), e.Number("version"));

    private static async Task<long> HeadAsync(RunningDemo demo) => (await demo.Api.EventsAsync("alert_ingested,alert_revised,poll_window_covered")).Max(e => e.Number("position"));

    private async Task VerifyAsync(string when)
    {
        var verified = await CommandRun.RunAsync(null, "verify", "--data-dir", folder.Path);
        output.WriteLine($"verify {when}, {verified.Duration.TotalSeconds:0.0} s: {verified.Output}");
        verified.Succeeded();
    }
}
