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
        return failed ? ExitCode.Failed : ExitCode.Done;
    }
}
