using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary><c>bench soak samples</c>: recorded files through the whole product, each field accounted for.</summary>
internal static class SamplesCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var directory = new Option<DirectoryInfo>("--dir") { Description = "A folder with a manifest.json", Required = true };
        var command = new Command("samples", "Send the records that a folder's manifest.json names through the product, and account for each of their fields") { directory };
        command.Validators.Add(result =>
        {
            if (result.GetValue(directory) is { } given && !File.Exists(Path.Combine(given.FullName, "manifest.json")))
            {
                result.AddError($"There is no manifest.json in {given.FullName}.");
            }
        });
        command.SetAction((result, cancellation) => SamplesRun.RunAsync(report(result), result.GetValue(directory)!.FullName, cancellation));
        return command;
    }
}
