using System.Security.Cryptography;
using System.Text.Json;
using Dropzone.Ledger.EndToEnd.Processes;

namespace Dropzone.Ledger.EndToEnd.Cluster;

/// <summary><c>ledger tenant rebuild</c>, which no token reaches: asked for in a process of its own, done by the running host.</summary>
public sealed class when_the_operator_rebuilds_for_every_tenant : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DataFolder folder = new();
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private SharedDatabase? database;
    private ClusterNode? node;

    public async Task InitializeAsync()
    {
        database = await SharedDatabase.CreateAsync();
        var key = Path.Combine(folder.Place, "master.key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        environment["Ledger__MasterKeyFile"] = key;
        environment["ConnectionStrings__Ledger"] = await database.NewLoginAsync("operator");
        node = await ClusterNode.StartAsync("operator", environment);
        (await LedgerAsync("tenant", "create", "other")).Succeeded();
    }

    public async Task DisposeAsync()
    {
        if (node is not null)
        {
            await node.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        await folder.DisposeAsync();
    }

    [Fact]
    public async Task the_running_host_rebuilds_each_tenants_and_certifies_it_in_the_tenants_own_record()
    {
        var asked = (await LedgerAsync("tenant", "rebuild", "alert_list", "--share", "1")).Succeeded();
        Assert.Equal(["default: asked for alert_list.", "other: asked for alert_list."], asked.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        foreach (var tenant in (string[])["default", "other"])
        {
            using var api = await ApiAsync(tenant);
            var done = await EndedAsync(api, "alert_list");
            Assert.Equal(("done", "ledger"), (done.Text("state"), done.Field("by").Text("name")));
            Assert.Equal(done.Text("hashBefore"), done.Text("hashAfter"));
            Assert.Equal("alert_list", Assert.Single(await api.EventsAsync("read_model_rebuilt")).Field("data").Text("projection"));
        }

        // One tenant, everything: the other is left alone.
        Assert.StartsWith("other: asked for ", (await LedgerAsync("tenant", "rebuild", "--tenant", "other")).Succeeded().Output, StringComparison.Ordinal);
        using var untouched = await ApiAsync("default");
        Assert.Single((await untouched.GetAsync("api/v1/projections/all/rebuild")).Items());
    }

    [Fact]
    public async Task what_cannot_be_rebuilt_is_refused_in_words()
    {
        foreach (var (words, code, says) in ((string[], int, string)[])
            [
                (["no_such_model"], 5, "There are: alert_list,"),
                (["--tenant", "nobody"], 5, "'ledger tenant list' names them."),
                (["alert_list", "--share", "2"], 2, "a number from 0.05 to 1 is expected"),
            ])
        {
            var refused = await LedgerAsync(["tenant", "rebuild", .. words]);
            Assert.Equal(code, refused.ExitCode);
            Assert.Contains(says, refused.Errors, StringComparison.Ordinal);
        }
    }

    private Task<CommandRun> LedgerAsync(params string[] words) => CommandRun.RunAsync(environment, words);

    private async Task<LedgerApi> ApiAsync(string tenant) =>
        new(node!.Address, (await LedgerAsync("token", "--bootstrap", "--tenant", tenant)).Succeeded().Output.Trim());

    private static async Task<JsonElement> EndedAsync(LedgerApi api, string name)
    {
        JsonElement last = default;
        await Eventually.HoldsAsync(
            $"{name} is rebuilt",
            Patience,
            async () => (last = (await api.GetAsync($"api/v1/projections/{name}/rebuild")).Items()[0]).TryGetProperty("endedAt", out _),
            () => $"{last}");
        return last;
    }
}
