using System.Text.Json;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Spectre.Console;

namespace Dropzone.Ledger.Api.Cli.Connectors;

/// <summary>One row a permission: pass, fail or unknown, and what to grant.</summary>
internal static class TestReport
{
    /// <returns><see cref="ExitCode.Failed"/> when a permission fails.</returns>
    public static int Print(JsonElement answer)
    {
        var table = HostCommand.NewTable("Result", "Permission", "What to do");
        var failed = false;
        foreach (var row in answer.Items("rows"))
        {
            var outcome = row.Text("result") ?? "unknown";
            failed |= outcome == "fail";
            table.AddRow(new Text(outcome), new Text(SafeText.Of(row.Text("permission"))), new Text(SafeText.Of(row.Text("remedy") ?? (outcome == "pass" ? "" : row.Text("grant")))));
        }

        AnsiConsole.Write(table);
        var granted = answer.Items("grantedRoles").Select(static role => SafeText.Of(role.GetString())).ToList();
        Console.Out.WriteLine($"Granted to the application: {(granted.Count == 0 ? "nothing that its token shows" : string.Join(", ", granted))}");
        foreach (var extra in answer.Items("notNeeded"))
        {
            Console.Out.WriteLine(
                $"Not needed: {SafeText.Of(extra.Text("permission"))} ({(extra.Text("granted") == "true" ? "granted" : "not granted")}). {SafeText.Of(extra.Text("why"))}");
        }

        if (answer.Text("credentialEndsAt") is { } end)
        {
            Console.Out.WriteLine(answer.Text("warning") is { } warning
                ? $"Warning: {SafeText.Of(warning)}"
                : $"The credential ends at {SafeText.Of(end)}, in {answer.Text("daysLeft")} days.");
        }

        return failed ? ExitCode.Failed : ExitCode.Done;
    }
}
