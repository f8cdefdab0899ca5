using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;

namespace Dropzone.Ledger.Bench.Soak.Log;

/// <summary><c>bench soak log</c>: the append and its readers under everything that a server can do to them.</summary>
internal static class LogCommand
{
    private const UnixFileMode Reachable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The command.</summary>
    public static Command Create(Func<ParseResult, Report> report)
    {
        var rounds = new Option<int>("--rounds") { Description = "Runs with other random choices, each on a new server", DefaultValueFactory = static _ => 10 };
        var writers = new Option<int>("--writers") { Description = "Writers at once", DefaultValueFactory = static _ => 16 };
        var appends = new Option<int>("--appends") { Description = "Appends of each writer in each round", DefaultValueFactory = static _ => 200 };
        var command = new Command("log", "Killed backends, rollbacks, long transactions and restarts leave no hole, no double and no reader ahead of a commit")
        {
            rounds, writers, appends,
        };
        command.SetAction((result, cancellation) =>
            RunAsync(report(result), result.GetValue(rounds), result.GetValue(writers), result.GetValue(appends), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Report report, int rounds, int writers, int appends, CancellationToken cancellation)
    {
        var events = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("dropzone-ledger-log-").FullName;
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, Reachable);
            }

            var result = await LogStress.RunAsync(Path.Combine(folder, "data"), new LogStressOptions(round, writers, appends, Restarts: 2), report.Say, cancellation);
            Directory.Delete(folder, recursive: true);
            report.Say($"Round {round} of {rounds}: {result.Events:#,0} events, {result.Kills} backends killed, {result.Retries} appends repeated, {result.RolledBack} rolled back, {result.Conflicts} decided anew");
            foreach (var broken in result.Broken)
            {
                report.Broken($"round {round}: {broken}");
            }

            events += result.Events;
        }

        report.Give(new Figure("soak.log: events", "events", events));
        return report.ExitCode;
    }
}
