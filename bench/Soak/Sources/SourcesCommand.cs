using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Sources;

/// <summary><c>bench soak sources</c>: what other pollers lose or double, with many alerts.</summary>
internal static class SourcesCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var alerts = new Option<int>("--alerts") { Description = "Alerts of each scenario", DefaultValueFactory = static _ => 10_000 };
        var only = new Option<string?>("--only") { Description = "One scenario, such as pain-05" };
        var command = new Command("sources", "Late, equal, repeated, failing, capped, changing and long past alerts: nothing lost, nothing doubled, every gap named")
        {
            alerts, only,
        };
        command.SetAction((result, cancellation) =>
            SourcesRun.RunAsync(report(result), result.GetValue(alerts), result.GetValue(only), cancellation));
        return command;
    }

    /// <summary><c>bench soak interleaving</c>: faults, restarts and revisions at random against a run without any.</summary>
    public static Command CreateInterleaving(Func<ParseResult, Report> report)
    {
        var alerts = new Option<int>("--alerts") { Description = "Alerts of each round", DefaultValueFactory = static _ => 2_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds, each of Defender alerts and of Sentinel incidents", DefaultValueFactory = static _ => 1 };
        var command = new Command("interleaving", "Faults, restarts and revisions in any order end as a run without faults") { alerts, rounds };
        command.SetAction((result, cancellation) =>
            InterleavingRun.RunAsync(report(result), result.GetValue(alerts), result.GetValue(rounds), cancellation));
        return command;
    }
}
