using System.CommandLine;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;

namespace Dropzone.Ledger.Bench.Figures;

/// <summary>The program without a verb: every figure of <see cref="Measurements"/>, or those that were named.</summary>
internal static class FiguresCommand
{
    private const int FewestRounds = 3;

    /// <summary>Makes the root command measure.</summary>
    public static void AddTo(RootCommand root, Func<ParseResult, Report> report)
    {
        var quick = new Option<bool>("--quick") { Description = "Smaller counts, without the figures of growth; ends within five minutes" };
        var only = new Option<string[]>("--only")
        {
            Description = "Only the figure of this name, or those whose names begin with it; may be given several times",
            DefaultValueFactory = static _ => [],
        };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of each figure; at least 3", DefaultValueFactory = static _ => 5 };
        root.Options.Add(quick);
        root.Options.Add(only);
        root.Options.Add(rounds);
        root.SetAction((result, cancellation) => RunAsync(
            report(result), result.GetValue(quick), result.GetValue(only) ?? [], Math.Max(FewestRounds, result.GetValue(rounds)), cancellation));
    }

    private static async Task<int> RunAsync(Report report, bool quick, string[] only, int rounds, CancellationToken cancellation)
    {
        var wanted = Measurements.All.Where(m => !(quick && m.Growth) && IsWanted(m, only)).ToList();
        if (wanted.Count == 0)
        {
            report.Broken($"No figure begins with {string.Join(" or ", only)}. There are: {string.Join(", ", Measurements.All.SelectMany(static m => m.Figures))}");
            return report.ExitCode;
        }

        report.Say("Starting PostgreSQL");
        await using var server = await BenchServer.StartAsync(cancellation);
        var run = new BenchRun(server, report, quick, quick ? FewestRounds : rounds);
        foreach (var measurement in wanted)
        {
            report.Say($"Measuring {string.Join(", ", measurement.Figures)}");
            await measurement.RunAsync(run, cancellation);
        }

        return report.ExitCode;
    }

    private static bool IsWanted(IMeasurement measurement, string[] only) =>
        only.Length == 0 || measurement.Figures.Any(figure => only.Any(name => IsNamed(figure, name)));

    // The name of a figure means that one alone, so that list.first does not bring the hour of list.first.growth with it.
    private static bool IsNamed(string figure, string name) =>
        figure == name || (figure.StartsWith(name, StringComparison.Ordinal) && !Measurements.All.Any(m => m.Figures.Contains(name)));
}
