using System.CommandLine;
using System.Globalization;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;

namespace Dropzone.Ledger.Bench.Figures;

/// <summary>The program without a verb: every figure of <see cref="Measurements"/>, or those that were named.</summary>
internal static class FiguresCommand
{
    private const int FewestRounds = 3;
    private const int Most = 100_000_000;

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
        var alerts = Size("--alerts", "Alerts in the large ledger of the reads and of their growth; 1,000,000 unless given");
        var events = Size("--events", "Events in the large log of append.growth (1,000,000 unless given) and of memory (5,000,000 unless given)");
        foreach (var option in (Option[])[quick, only, rounds, alerts, events])
        {
            root.Options.Add(option);
        }

        root.SetAction((result, cancellation) =>
        {
            var told = report(result);
            var small = result.GetValue(quick);
            return RunAsync(
                told,
                server => new BenchRun(server, told, small, small ? FewestRounds : Math.Max(FewestRounds, result.GetValue(rounds)))
                {
                    Alerts = result.GetValue(alerts),
                    Events = result.GetValue(events),
                },
                [.. Measurements.All.Where(m => !(small && m.Growth) && IsWanted(m, result.GetValue(only) ?? []))],
                result.GetValue(only) ?? [],
                cancellation);
        });
    }

    private static Option<int?> Size(string name, string description)
    {
        var size = new Option<int?>(name) { Description = description };
        size.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } count && (count is <= 0 or > Most || count % FilledLedger.Originals != 0))
            {
                result.AddError(string.Create(
                    CultureInfo.InvariantCulture, $"{name}: a multiple of {FilledLedger.Originals:#,0} up to {Most:#,0} is expected, since ledgers are filled with copies of so many alerts."));
            }
        });
        return size;
    }

    private static async Task<int> RunAsync(
        Report report, Func<BenchServer, BenchRun> begin, IReadOnlyList<IMeasurement> wanted, string[] only, CancellationToken cancellation)
    {
        if (wanted.Count == 0)
        {
            report.Broken($"No figure begins with {string.Join(" or ", only)}. There are: {string.Join(", ", Measurements.All.SelectMany(static m => m.Figures))}");
            return report.ExitCode;
        }

        report.Say("Starting PostgreSQL");
        await using var server = await BenchServer.StartAsync(cancellation);
        var run = begin(server);
        foreach (var measurement in wanted)
        {
            report.Say($"Measuring {string.Join(", ", measurement.Figures)}");
            await measurement.RunAsync(run, cancellation);
        }

        return report.ExitCode;
    }

    private static bool IsWanted(IMeasurement measurement, string[] only) =>
        only.Length == 0 ? !measurement.OnlyWhenNamed : measurement.Figures.Any(figure => only.Any(name => IsNamed(figure, name)));

    // The name of a figure means that one alone, so that list.first does not bring the hour of list.first.growth with it.
    private static bool IsNamed(string figure, string name) =>
        figure == name || (figure.StartsWith(name, StringComparison.Ordinal) && !Measurements.All.Any(m => m.Figures.Contains(name)));
}
