using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Dropzone.Ledger.EndToEnd.Demo;

[Collection(DemoCollection.Name)]
public sealed class when_an_auditor_replays_on_the_command_line(SharedDemo shared, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly RunningDemo demo = shared.Running;
    private readonly DataFolder folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await folder.DisposeAsync();

    [Fact]
    public async Task a_connector_added_from_a_file_is_polled_and_tells_its_story()
    {
        var added = (await demo.RunAsync("connector", "add", "--file", await SettingsFileAsync("soc-two"))).Succeeded();
        Assert.Contains("soc-two", added.Output, StringComparison.Ordinal);

        var polled = (await demo.RunAsync("connector", "poll", "soc-two")).Succeeded();
        output.WriteLine(polled.Output);
        Assert.Matches(@"\d+ received", polled.Output);

        var alert = await FirstAlertOfAsync("soc-two");
        var told = (await demo.RunAsync("replay", alert.Text("id"), "--story")).Succeeded();
        output.WriteLine(told.Output);
        Assert.Contains("First seen by soc-two: ", told.Output, StringComparison.Ordinal);
        Assert.Contains("commitment", told.Output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ events?\.\s*$", told.Output);

        var settings = (await demo.RunAsync("replay", "--connector", "soc-two", "--story")).Succeeded();
        output.WriteLine(settings.Output);
        Assert.Contains("created the connector", settings.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_same_words_for_a_program_are_json()
    {
        var file = await SettingsFileAsync("soc-three");
        var added = (await demo.RunAsync("connector", "add", "--file", file, "--json")).Succeeded();
        Assert.Equal(JsonValueKind.Object, added.Json.ValueKind);

        var polled = (await demo.RunAsync("connector", "poll", "soc-three", "--json")).Succeeded();
        Assert.Equal(JsonValueKind.Array, polled.Json.Field("resources").ValueKind);

        var alert = await FirstAlertOfAsync("soc-three");
        var told = (await demo.RunAsync("replay", alert.Text("id"), "--json")).Succeeded();
        Assert.Equal("alert_ingested", told.JsonLines[0].Text("type"));
        Assert.Equal(alert.Text("id"), told.JsonLines[0].Text("id"));
        Assert.Equal(Enumerable.Range(1, told.JsonLines.Count).Select(static n => (long)n), told.JsonLines.Select(e => e.Number("version")));

        var listed = (await demo.RunAsync("connector", "list", "--json")).Succeeded();
        Assert.Contains("soc-three", listed.Json.Items().Select(connector => connector.Text("id")));
        Assert.DoesNotContain(JsonNode.Parse(await File.ReadAllTextAsync(file))!["credentials"]!["clientSecret"]!.GetValue<string>(), listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_stretch_is_read_again_and_the_coverage_names_it()
    {
        (await demo.RunAsync("connector", "add", "--file", await SettingsFileAsync("soc-again"))).Succeeded();
        (await demo.RunAsync("connector", "poll", "soc-again")).Succeeded();
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-3).ToString("O"), TimeProvider.System.GetUtcNow().AddDays(-2).ToString("O"));
        var asked = (await demo.RunAsync("connector", "backfill", "soc-again", "--from", from, "--to", to, "--reason", "asked for by a test", "--wait")).Succeeded();
        output.WriteLine(asked.Output);
        Assert.Matches(@"completed\s+100", asked.Output);

        var listed = (await demo.RunAsync("connector", "backfills", "soc-again", "--json")).Succeeded();
        Assert.Equal("completed", Assert.Single(listed.Json.Items()).Text("state"));
        var coverage = await demo.RunAsync("connector", "coverage", "soc-again");
        output.WriteLine(coverage.Output);
        Assert.Matches(@"(?m)^  read     \d{4}-", coverage.Output);
        Assert.DoesNotContain("   at ", coverage.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wrong_secret_is_named_with_what_to_do_and_no_trace_of_code()
    {
        var file = await SettingsFileAsync("soc-wrong", secret: "this-is-not-it");

        var tested = await demo.RunAsync("connector", "test", "--file", file);
        output.WriteLine(tested.Output + tested.Errors);

        Assert.Equal(1, tested.ExitCode);
        Assert.Matches(@"(?m)^\s*fail\b", tested.Output);
        Assert.Contains("secret", tested.Output + tested.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", tested.Output + tested.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("this-is-not-it", tested.Output + tested.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_malformed_file_and_an_unknown_alert_are_refused_in_a_sentence()
    {
        var file = Path.Combine(folder.Place, "malformed.json");
        await File.WriteAllTextAsync(file, """{"id":"x","kind":"sentinel","workspace":[]}""");

        var added = await demo.RunAsync("connector", "add", "--file", file);
        var unknown = await demo.RunAsync("replay", Guid.NewGuid().ToString());

        output.WriteLine(added.Errors + unknown.Errors);
        Assert.Equal(1, added.ExitCode);
        Assert.Contains("workspace", added.Errors, StringComparison.Ordinal);
        Assert.Equal(5, unknown.ExitCode);
        Assert.DoesNotContain("   at ", added.Errors + unknown.Errors, StringComparison.Ordinal);
    }

    private async Task<JsonElement> FirstAlertOfAsync(string connector) => (await ListedAsync(connector))[0];

    private Task<IReadOnlyList<JsonElement>> ListedAsync(string connector) => Eventually.Async(
        $"an alert of {connector} is listed",
        TimeSpan.FromSeconds(30),
        async () => (await demo.Api.GetAsync($"api/v1/alerts?connector={connector}&decision=all&limit=1")).Items() is { Count: > 0 } items ? items : null);

    /// <summary>The settings that a person would write: those of the demo's own connector, with an id and a credential of their own.</summary>
    private async Task<string> SettingsFileAsync(string id, string? secret = null)
    {
        var (clientId, registered) = await demo.Simulator.RegisterSentinelReaderAsync(id);
        var view = JsonNode.Parse((await demo.Api.GetAsync("api/v1/connectors/sentinel")).GetRawText())!;
        var settings = (view["settings"] ?? view).DeepClone().AsObject();
        settings["id"] = id;
        settings["name"] = $"Sentinel {id}";

        // All tests of this demo share one directory's budget; what polls every few seconds would leave nothing of it to a backfill but its tenth.
        settings["pollInterval"] = "PT1M";
        settings["credentials"]!["clientId"] = clientId;
        settings["credentials"]!["clientSecret"] = secret ?? registered;
        var file = Path.Combine(folder.Place, $"{id}.json");
        await File.WriteAllTextAsync(file, settings.ToJsonString());
        return file;
    }
}
