using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dropzone.Ledger.EndToEnd.Processes;

/// <summary>
/// A running <c>ledger serve</c> or <c>ledger demo</c>. It is killed when disposed, and with this process when that ends.
/// </summary>
public sealed class LedgerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly EventHandler killWithUs;

    private LedgerProcess(Process process)
    {
        this.process = process;
        Started = Stopwatch.StartNew();
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        killWithUs = (_, _) => Kill();
        AppDomain.CurrentDomain.ProcessExit += killWithUs;
    }

    /// <summary>Runs since the start.</summary>
    public Stopwatch Started { get; }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !process.HasExited;

    /// <summary>Everything that it said until now, for the message of a failure.</summary>
    public string Said => $"--- output of the ledger\n{string.Join('\n', output)}\n--- errors\n{string.Join('\n', errors)}";

    /// <summary>What it printed until now.</summary>
    public IReadOnlyList<string> Output => [.. output];

    /// <summary>What it complained about until now.</summary>
    public IReadOnlyList<string> Errors => [.. errors];

    /// <summary>Starts the product.</summary>
    public static LedgerProcess Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        new(Process.Start(LedgerProgram.Start(arguments, environment))!);

    /// <summary>The first printed line that satisfies a condition.</summary>
    /// <exception cref="TimeoutException">There was none in time, or the process ended.</exception>
    public Task<string> LineAsync(string what, TimeSpan patience, Func<string, bool> condition) => Eventually.Async(
        what,
        patience,
        () =>
        {
            var line = output.FirstOrDefault(condition);
            return line is null && process.HasExited
                ? throw new InvalidOperationException($"The ledger ended with {process.ExitCode} before: {what}.\n{Said}")
                : Task.FromResult(line);
        },
        () => Said);

    /// <summary>SIGKILL: the process gets no chance to write anything.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        using var signal = Process.Start("/bin/sh", ["-c", $"kill -TERM {process.Id}"]);
        await signal.WaitForExitAsync();
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"The ledger did not stop within {patience.TotalSeconds:0} s of SIGTERM.\n{Said}", late);
        }

        return process.ExitCode;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= killWithUs;
        Kill();
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
