using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Polling;

/// <summary><c>bench poll</c>: what a poll with nothing new costs, and what one of many connectors costs.</summary>
internal static class PollCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var polls = new Option<int>("--polls") { Description = "Polls in a round", DefaultValueFactory = static _ => 200 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds", DefaultValueFactory = static _ => 5 };
        var idle = new Command("idle", "The CPU of a poll with nothing new, against a bare GET and parse of the same page") { polls, rounds };
        idle.SetAction((result, cancellation) => IdleRun.RunAsync(report(result), result.GetValue(polls), result.GetValue(rounds), cancellation));

        var many = new Option<int>("--many") { Description = "Connectors", DefaultValueFactory = static _ => 500 };
        var seconds = new Option<int>("--seconds") { Description = "How long each size is measured", DefaultValueFactory = static _ => 75 };
        var connectors = new Command("connectors", "Whether many connectors keep their interval, and what one of them costs") { many, seconds };
        connectors.SetAction((result, cancellation) =>
            ConnectorsRun.RunAsync(report(result), result.GetValue(many), TimeSpan.FromSeconds(result.GetValue(seconds)), cancellation));
        return new Command("poll", "What polling costs") { idle, connectors };
    }
}
