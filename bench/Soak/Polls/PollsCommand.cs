using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Polls;

/// <summary><c>bench soak polls</c>: what polls of unchanged data write.</summary>
internal static class PollsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var polls = new Option<int>("--polls") { Description = "Polls of each resource", DefaultValueFactory = static _ => 1000 };
        var command = new Command("polls", "Polls of unchanged data append nothing but coverage, and each updates at most one row") { polls };
        command.SetAction((result, cancellation) => PollsRun.RunAsync(report(result), result.GetValue(polls), cancellation));
        return command;
    }
}
