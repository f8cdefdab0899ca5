using System.CommandLine;
using System.Diagnostics;

namespace Dropzone.Ledger.Api.Cli.Bench;

/// <summary>
/// <c>ledger bench</c>: hands everything after the verb to the benchmark program, a process of its own, since it starts this host as its subject.
/// It stands beside the host (<c>bench/Dropzone.Ledger.Bench.dll</c>) or is built from the checkout that the host was built from.
/// </summary>
public static class BenchCommand
{
    private const string Program = "Dropzone.Ledger.Bench.dll";
    private const string Solution = "Dropzone.Ledger.sln";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var rest = new Argument<string[]>("arguments") { Description = "See ledger bench -- --help", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bench", "Measure the product on this machine against bare SQL; it starts a PostgreSQL of its own") { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (result, cancellation) =>
        {
            var arguments = (result.GetValue(rest) ?? []).Concat(result.UnmatchedTokens).ToList();
            if (result.Tokens.Any(static t => t.Value == "--json"))
            {
                arguments.Add("--json");
            }

            return await RunAsync(AppContext.BaseDirectory, arguments, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(string from, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (Start(from) is not { } start)
        {
            await Console.Error.WriteLineAsync(
                $"The benchmark program is not here. Run it from a checkout (dotnet run -c Release --project bench), or put {Program} into {Path.Combine(from, "bench")}.");
            return ExitCode.NotFound;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var bench = Process.Start(start) ?? throw new InvalidOperationException("The benchmark program did not start.");
        try
        {
            await bench.WaitForExitAsync(cancellation);
            return bench.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // The terminal's interrupt has reached the child too; it removes its server and folder before it ends.
            await bench.WaitForExitAsync(CancellationToken.None);
            return ExitCode.Interrupted;
        }
    }

    private static ProcessStartInfo? Start(string from)
    {
        var beside = Path.Combine(from, "bench", Program);
        if (File.Exists(beside))
        {
            return new ProcessStartInfo("dotnet", [beside]);
        }

        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return new ProcessStartInfo("dotnet", ["run", "-c", "Release", "--project", Path.Combine(folder.FullName, "bench"), "--"]);
            }
        }

        return null;
    }
}
