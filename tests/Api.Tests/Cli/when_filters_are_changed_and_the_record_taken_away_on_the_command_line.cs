using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Cli;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Cli;

/// <summary><c>ledger preview</c>, <c>rebuild</c>, <c>export</c> and <c>verify FILE</c> against a running host; what cannot be done ends with its own exit code.</summary>
[Collection(LedgerCollection.Name)]
public sealed class when_filters_are_changed_and_the_record_taken_away_on_the_command_line(SharedLedger shared) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ledger-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task a_preview_reads_the_settings_from_a_file()
    {
        var client = await shared.Ledger.ClientAsync(Role.Engineer);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("cli-preview"));
        Assert.True(made.IsSuccessStatusCode);
        await Seeds.AlertAsync(shared.Ledger, "cli-preview", "a");
        Assert.Equal(ExitCode.Done, await RunAsync("preview", "--file", await FileAsync(JsonSerializer.Serialize(Seeds.Settings("cli-preview")))));
        Assert.Equal(ExitCode.Done, await RunAsync("preview", "--json", "--file", await FileAsync(JsonSerializer.Serialize(Seeds.Settings("cli-preview")))));

        Assert.Equal(ExitCode.NotFound, await RunAsync("preview", "--file", await FileAsync(JsonSerializer.Serialize(Seeds.Settings("cli-nobody")))));
        Assert.Equal(ExitCode.Usage, await RunAsync("preview", "--file", await FileAsync("{")));
        Assert.Equal(ExitCode.Usage, await RunAsync("preview", "--file", await FileAsync("{}")));
        Assert.Equal(ExitCode.Usage, await RunAsync("preview", "--file", Path.Combine(folder, "none.json")));
        Assert.NotEqual(ExitCode.Done, await RunAsync("preview", "--file", await FileAsync("""{"id":"cli-preview","kind":"microsoft365","enabledSeverites":[]}""")));
    }

    [Fact]
    public async Task a_rebuild_is_followed_to_its_end()
    {
        Assert.Equal(ExitCode.Done, await RunAsync("rebuild", "rule_hits", "--share", "1"));
        Assert.Equal(ExitCode.Done, await RunAsync("rebuild", "rule_hits", "--watch", "--json"));
        Assert.Equal(ExitCode.NotFound, await RunAsync("rebuild", "rule_hit"));
        Assert.NotEqual(ExitCode.Done, await RunAsync("rebuild", "rule_hits", "--share", "3"));
        Assert.NotEqual(ExitCode.Done, await RunAsync("rebuild", "rule_hits", "--cancel"));
    }

    [Fact]
    public async Task an_export_checks_out_alone_until_it_is_cut_or_edited()
    {
        await Seeds.AlertAsync(shared.Ledger, "cli-export", "a", Seeds.Facts("Taken away"));
        var file = Path.Combine(folder, "record.ndjson");
        Assert.Equal(ExitCode.Done, await RunAsync("export", "--out", file));
        Assert.Equal(ExitCode.Done, await LedgerCommandLine.RunAsync(["verify", file]));
        var whole = await File.ReadAllTextAsync(file);
        foreach (var wrong in (string[])[whole[..(whole.Length / 2)], whole.Replace("Taken away", "Taken over", StringComparison.Ordinal)])
        {
            Assert.Equal(ExitCode.Failed, await LedgerCommandLine.RunAsync(["verify", await FileAsync(wrong)]));
        }

        Assert.Equal(ExitCode.Usage, await LedgerCommandLine.RunAsync(["verify", Path.Combine(folder, "none.ndjson")]));
        Assert.NotEqual(ExitCode.Done, await RunAsync("export", "--from", "7", "--to", "3", "--out", file));
        Assert.Equal(whole, await File.ReadAllTextAsync(file));
    }

    private async Task<string> FileAsync(string text)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private async Task<int> RunAsync(params string[] verbs) => await LedgerCommandLine.RunAsync(
        [.. verbs, "--url", shared.Ledger.Address, "--token", (await shared.Ledger.TokenAsync(Role.Engineer)).Secret.Text]);
}
