using System.ComponentModel;
using System.Diagnostics;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>How a short-lived program ended, and everything that it printed.</summary>
internal sealed record OsToolResult(int ExitCode, string Output);

/// <summary>Runs programs of the operating system and of PostgreSQL in a small, known environment.</summary>
internal static class OsTool
{
    /// <summary>Runs a program to its end. <paramref name="user"/> null means: as ourselves.</summary>
    /// <exception cref="Win32Exception">The program does not exist or may not be executed.</exception>
    public static async Task<OsToolResult> RunAsync(
        string file, IEnumerable<string> arguments, string? user, string input, CancellationToken cancellation)
    {
        var start = Describe(file, arguments, user);
        start.RedirectStandardOutput = true;
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(cancellation);
            return new OsToolResult(process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// A start description with redirected input and error, the root as working folder (a target user may not enter ours) and an
    /// environment that no PG* variable or locale of the caller can bend.
    /// </summary>
    public static ProcessStartInfo Describe(string file, IEnumerable<string> arguments, string? user)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        if (user is not null && !OperatingSystem.IsWindows())
        {
            start.UserName = user;
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = "/";
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        return start;
    }

    /// <summary>Starts what was described.</summary>
    /// <exception cref="Win32Exception">The program does not exist or may not be executed.</exception>
    public static Process Start(ProcessStartInfo start) =>
        Process.Start(start) ?? throw new Win32Exception($"{start.FileName} did not start.");

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended before it had read its input: its exit code and output tell why.
        }
    }
}
