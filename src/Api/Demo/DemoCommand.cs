using System.CommandLine;
using Dropzone.Ledger.Api.Cli;

namespace Dropzone.Ledger.Api.Demo;

/// <summary><c>ledger demo</c>.</summary>
public static class DemoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Serve the records that this folder's manifest.json names, in place of made-up ones" };
        var dataDirectory = new Option<string?>("--data-dir") { Description = "Where the demo keeps its database" };
        var port = new Option<int>("--port") { Description = "The port of the page; 0 takes a free one" };
        var seed = new Option<int>("--seed") { Description = "Equal seeds make equal alerts", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON when ready, instead of the link" };
        var command = new Command("demo", "Show the whole product on this machine, against a simulated Microsoft cloud") { data, dataDirectory, port, seed, json };
        command.SetAction((result, cancellation) => HostCommand.GuardAsync(
            () => DemoRun.RunAsync(
                new DemoOptions
                {
                    DataDirectory = result.GetValue(dataDirectory) ?? new DemoOptions().DataDirectory,
                    Port = result.GetValue(port),
                    Seed = result.GetValue(seed),
                    Samples = result.GetValue(data)?.FullName,
                    Json = result.GetValue(json),
                },
                cancellation),
            cancellation));
        return command;
    }
}
