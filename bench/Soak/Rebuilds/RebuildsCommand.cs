using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Rebuilds;

/// <summary><c>bench soak rebuilds</c>: readers during a rebuild, and a rebuild that is killed.</summary>
internal static class RebuildsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var alerts = new Option<int>("--alerts") { Description = "Alerts in the ledger", DefaultValueFactory = static _ => 40_000 };
        var seconds = new Option<int>("--seconds") { Description = "How long the quiet product is read", DefaultValueFactory = static _ => 20 };
        var command = new Command("rebuilds", "Readers see no error, no empty list and no long wait during a rebuild; one that is killed goes on where it stood")
        {
            alerts, seconds,
        };
        command.SetAction((result, cancellation) => RebuildsRun.RunAsync(report(result), result.GetValue(alerts), result.GetValue(seconds), cancellation));
        return command;
    }
}
