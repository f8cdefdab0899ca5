using System.Diagnostics;
using System.Text.Json;

namespace Dropzone.Ledger.EndToEnd.Processes;

/// <summary>A command of the command line that has ended.</summary>
/// <param name="ExitCode">What it answered to the shell.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it complained about.</param>
/// <param name="Duration">How long it ran, the start of the runtime included.</param>
public sealed record CommandRun(int ExitCode, string Output, string Errors, TimeSpan Duration)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The output as one document.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    /// <summary>The output as one document a line.</summary>
    public IReadOnlyList<JsonElement> JsonLines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    public static async Task<CommandRun> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(LedgerProgram.Start(arguments, environment))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'ledger {string.Join(' ', arguments)}' did not end. {await output} {await errors}", late);
        }

        return new CommandRun(process.ExitCode, await output, await errors, clock.Elapsed);
    }

    /// <summary>Itself, when it succeeded.</summary>
    public CommandRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Errors}");
        return this;
    }
}
