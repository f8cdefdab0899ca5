using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_a_cloud_is_restarted : IDisposable
{
    private static readonly DateTimeOffset Began = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("kept-world-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task it_serves_what_it_served_and_goes_on(bool killed)
    {
        Served first = await RunAsync(Began, TimeSpan.FromMinutes(10), killed);
        Served second = await RunAsync(Began.AddHours(5), TimeSpan.Zero, killed);
        Served third = await RunAsync(Began.AddDays(2), TimeSpan.FromMinutes(10), killed);

        foreach ((Served before, Served after) in new[] { (first, second), (second, third) })
        {
            Assert.NotEmpty(before.Alerts);
            Assert.NotEmpty(before.Rows);
            Assert.Subset(after.Rows, before.Rows);
            Assert.All(before.Alerts, alert => Assert.True(after.Alerts[alert.Key] == alert.Value || Modified(after.Alerts[alert.Key]) > Modified(alert.Value)));
        }

        // What a killed process had not marked any more, and then what came in ten minutes.
        Assert.InRange(second.Alerts.Count - first.Alerts.Count, 0, 3);
        Assert.InRange(third.Alerts.Count - second.Alerts.Count, 20, 400);
    }

    [Fact]
    public async Task of_another_seed_it_begins_anew()
    {
        Served first = await RunAsync(Began, TimeSpan.FromMinutes(1), killed: false);
        Served other = await RunAsync(Began.AddHours(5), TimeSpan.FromMinutes(1), killed: false, seed: 2);
        Assert.Empty(first.Alerts.Keys.Intersect(other.Alerts.Keys));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(13, 1)]
    public async Task a_world_that_ran_for_long_begins_anew(int hours, int runs)
    {
        await RunAsync(Began, TimeSpan.Zero, killed: false);
        string marked = Path.Combine(folder, "world.json");
        JsonNode world = JsonNode.Parse(await File.ReadAllTextAsync(marked))!;
        world["runs"]![0]!["from"] = Began.AddHours(-hours);
        await File.WriteAllTextAsync(marked, world.ToJsonString());

        await RunAsync(Began.AddHours(1), TimeSpan.Zero, killed: false);
        Assert.Equal(runs, JsonNode.Parse(await File.ReadAllTextAsync(marked))!["runs"]!.AsArray().Count);
    }

    [Fact]
    public async Task a_folder_that_cannot_be_read_begins_anew()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "world.json"), "not ours");
        Assert.NotEmpty((await RunAsync(Began, TimeSpan.Zero, killed: false)).Alerts);
    }

    /// <summary>Everything that is served after a while, byte for byte.</summary>
    private async Task<Served> RunAsync(DateTimeOffset from, TimeSpan length, bool killed, int seed = 1)
    {
        var options = new SimulatorOptions { Seed = seed, StateDirectory = folder, TimeProvider = new HandClock(from), InitialHistory = 60, MoreWorkspaces = ["law-plant"] };
        SimulatedCloud cloud = await SimulatedCloud.StartAsync(options, default);
        using var client = new CloudClient(cloud);
        string marked = Path.Combine(folder, "world.json");
        string text = await File.ReadAllTextAsync(marked);
        cloud.ShiftTime(length);
        var served = new Served(
            await AlertsAsync(client),
            [.. (await RowsAsync(client, cloud.Tenant)).Concat(await RowsAsync(client, cloud.Workspaces[1]))]);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (string before = text; killed && length > TimeSpan.Zero && text == before; text = await File.ReadAllTextAsync(marked))
        {
            await timer.WaitForNextTickAsync();
        }

        await cloud.DisposeAsync();
        if (killed)
        {
            // Its last mark is of a moment before.
            await File.WriteAllTextAsync(marked, text);
        }

        return served;
    }

    private static async Task<Dictionary<string, string>> AlertsAsync(CloudClient client)
    {
        var alerts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (string? next = "/v1.0/security/alerts_v2?$top=500"; next is not null;)
        {
            Answer page = await client.GraphAsync(next);
            foreach (JsonElement alert in page.Value)
            {
                alerts.Add(alert.GetProperty("id").GetString()!, alert.GetRawText());
            }

            next = page.Next();
        }

        return alerts;
    }

    private static DateTimeOffset Modified(string alert) => JsonDocument.Parse(alert).RootElement.GetProperty("lastUpdateDateTime").GetDateTimeOffset();

    private static async Task<IEnumerable<string>> RowsAsync(CloudClient client, SimulatedTenant workspace)
    {
        Answer alerts = await client.QueryAsync("SecurityAlert", workspace.WorkspaceId.ToString());
        Answer incidents = await client.QueryAsync("SecurityIncident", workspace.WorkspaceId.ToString());
        return alerts.Rows.Concat(incidents.Rows).Select(static row => row.GetRawText());
    }

    private sealed record Served(Dictionary<string, string> Alerts, HashSet<string> Rows);
}
