using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Reads;

/// <summary><c>bench reads</c>: what the first page of the alert list costs in a small and in a large ledger.</summary>
internal static class ReadsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var small = new Option<int>("--small") { Description = "Alerts in the small ledger", DefaultValueFactory = static _ => 10_000 };
        var large = new Option<int>("--large") { Description = "Alerts in the large ledger", DefaultValueFactory = static _ => 1_000_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; at least 3", DefaultValueFactory = static _ => 5 };
        var requests = new Option<int>("--requests") { Description = "Requests of each sort in a round; at least 200", DefaultValueFactory = static _ => 200 };
        var command = new Command("reads", "The first page of the alert list in a small and in a large ledger, against bare SQL for the same rows")
        {
            small, large, rounds, requests,
        };
        command.SetAction((result, cancellation) => ReadsRun.RunAsync(
            report(result),
            result.GetValue(small),
            result.GetValue(large),
            Math.Max(3, result.GetValue(rounds)),
            Math.Max(200, result.GetValue(requests)),
            cancellation));
        return command;
    }
}
