namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>Looks up processes that are not ours to wait for.</summary>
internal static class ProcessTable
{
    /// <summary>
    /// The command line of a living process, its arguments parted by one space; null when it has ended. A zombie has ended, though
    /// <c>kill(pid, 0)</c> finds it.
    /// </summary>
    public static async Task<string?> CommandLineAsync(int processId, CancellationToken cancellation) => OperatingSystem.IsLinux()
        ? FromProc(processId)
        : await FromPsAsync(processId, cancellation);

    /// <summary>The state letter in <c>/proc/PID/stat</c>: it follows the name, which is in parentheses and may hold some itself.</summary>
    public static char StateOf(string stat)
    {
        var end = stat.LastIndexOf(')');
        return end >= 0 && end + 2 < stat.Length ? stat[end + 2] : 'X';
    }

    private static string? FromProc(int processId)
    {
        try
        {
            return StateOf(File.ReadAllText($"/proc/{processId}/stat")) is 'Z' or 'X'
                ? null
                : File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ').TrimEnd();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<string?> FromPsAsync(int processId, CancellationToken cancellation)
    {
        var result = await OsTool.RunAsync("ps", ["-o", "stat=,command=", "-p", $"{processId}"], user: null, "", cancellation);
        var parts = result.Output.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
        return result.ExitCode != 0 || parts.Length < 2 || parts[0].StartsWith('Z') ? null : parts[1];
    }
}
