using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Kill;

/// <summary><c>bench soak kill</c>: kill -9 in the middle of everything, and the record is the same.</summary>
internal static class KillCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var rounds = new Option<int>("--rounds") { Description = "Kills, at named and at random moments", DefaultValueFactory = static _ => 50 };
        var alerts = new Option<int>("--alerts") { Description = "Alerts that exist before the first round", DefaultValueFactory = static _ => 600 };
        var seed = new Option<int>("--seed") { Description = "Equal seeds make equal alerts and equal plans", DefaultValueFactory = static _ => 1 };
        var command = new Command("kill", "Kill the product with signal 9 round after round; its record must equal that of a product that was never killed")
        {
            rounds, alerts, seed,
        };
        command.SetAction((result, cancellation) =>
            KillRun.RunAsync(report(result), result.GetValue(rounds), result.GetValue(alerts), result.GetValue(seed), cancellation));
        return command;
    }
}
