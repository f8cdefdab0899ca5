using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Dropzone.Ledger.Bench.Running;

/// <summary>The product, <c>ledger</c>, as a process of its own.</summary>
internal sealed partial class ProductProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int LinesKept = 40;

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProductProcess(Process process) => this.process = process;

    /// <summary>The exit code, once it has ended: 137 after kill -9.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>The most bytes of memory that it held at once since it began: its resident set, as the system counted it.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or this system does not say.</exception>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 is > 0 and var peak ? peak : throw new InvalidOperationException("This system does not say how much memory a process held at most.");
        }
    }

    /// <summary>Its last lines.</summary>
    public string Tail => string.Join(Environment.NewLine, lines);

    /// <summary>Starts <c>ledger serve</c> on a free port.</summary>
    public static ProductProcess Serve(BenchDatabase database, IReadOnlyDictionary<string, string> environment, string? failPoint = null) =>
        Start(["serve"], database, new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["Ledger__Port"] = "0",
            ["LEDGER_FAILPOINT"] = failPoint ?? "",
        });

    /// <summary>Starts any verb.</summary>
    public static ProductProcess Start(IEnumerable<string> arguments, BenchDatabase database, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ledger.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ConnectionStrings__Ledger"] = database.ConnectionString;
        start.Environment["Ledger__MasterKeyFile"] = database.KeyFile;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var product = new ProductProcess(new Process { StartInfo = start });
        product.Run();
        return product;
    }

    /// <summary>Where it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended before it answered.</exception>
    public async Task<Uri> AddressAsync(CancellationToken cancellation)
    {
        if (await Task.WhenAny(address.Task, Exited).WaitAsync(cancellation) == Exited)
        {
            throw new InvalidOperationException($"ledger ended with {await Exited} before it answered:{Environment.NewLine}{Tail}");
        }

        return await address.Task;
    }

    /// <summary>kill -9, and waits for the end.</summary>
    public async Task<int> KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        return await Exited;
    }

    /// <summary>Asks it to stop, and waits for the end.</summary>
    public async Task<int> StopAsync()
    {
        if (!process.HasExited)
        {
            _ = Signal(process.Id, Terminate);
        }

        return await Exited;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private void Run()
    {
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = EndAsync();
    }

    private async Task<int> EndAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        if (lines.Count > LinesKept)
        {
            lines.TryDequeue(out _);
        }

        if (Answers().Match(line) is { Success: true } said)
        {
            address.TrySetResult(new Uri(said.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"answers at (?<address>https?://[^\s]+?)\.?(\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Answers();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
