using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Cli;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Cli;

/// <summary><c>ledger investigate</c> against a running host.</summary>
[Collection(LedgerCollection.Name)]
public sealed class when_investigations_are_worked_on_the_command_line(SharedLedger shared)
{
    private string? token;

    [Fact]
    public async Task several_are_given_annotated_and_closed_once_under_their_key()
    {
        var (first, _) = await Seeds.AlertAsync(shared.Ledger, "cli-work", "w1");
        var (second, _) = await Seeds.AlertAsync(shared.Ledger, "cli-work", "w2");
        string[] close =
        [
            $"{first}", $"{second}", "--status", "Closed", "--conclusion", "Benign", "--reason", "Exercise", "--assign", "dana", "--note", "Seen before", "--key", $"{Guid.NewGuid()}",
        ];
        Assert.Equal(ExitCode.Done, await RunAsync(close));
        Assert.Equal(ExitCode.Done, await RunAsync(close));

        var client = await shared.Ledger.ClientAsync(Role.Analyst);
        foreach (var alert in (Guid[])[first, second])
        {
            var history = (await client.GetJsonAsync($"/api/v1/alerts/{alert}/history")).GetProperty("items").EnumerateArray();
            Assert.Equal(
                ["investigation_assigned", "investigation_note_added", "investigation_status_changed"],
                history.Select(static e => e.GetProperty("event").GetProperty("type").GetString()!).Where(static t => t.StartsWith("investigation", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task what_cannot_be_done_ends_with_its_own_exit_code()
    {
        var (alert, _) = await Seeds.AlertAsync(shared.Ledger, "cli-work", "w3");
        Assert.Equal(ExitCode.Usage, await RunAsync($"{alert}"));
        Assert.Equal(ExitCode.Failed, await RunAsync($"{alert}", "--status", "Closed"));
        Assert.Equal(ExitCode.Failed, await RunAsync($"{Guid.NewGuid()}", "--status", "InProgress"));
        Assert.Equal(ExitCode.NotFound, await RunAsync($"{Guid.NewGuid()}", "--note", "Nobody"));
        Assert.NotEqual(ExitCode.Done, await RunAsync($"{alert}", "--status", "Done"));
    }

    // One person: the same key of somebody else is another request.
    private async Task<int> RunAsync(params string[] rest) => await LedgerCommandLine.RunAsync(
        ["investigate", .. rest, "--url", shared.Ledger.Address, "--token", token ??= (await shared.Ledger.TokenAsync(Role.Analyst)).Secret.Text]);
}
