using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>What a PostgreSQL postmaster understands; the numbers are POSIX's.</summary>
internal enum ProcessSignal
{
    /// <summary>SIGINT: fast shutdown, with a checkpoint.</summary>
    FastShutdown = 2,

    /// <summary>SIGQUIT: immediate shutdown; the next start recovers.</summary>
    ImmediateShutdown = 3,
}

[UnsupportedOSPlatform("windows")]
internal static class Signals
{
    /// <summary>Sends a signal; a process that has gone meanwhile is no error, since gone is what was asked for.</summary>
    public static void Send(int processId, ProcessSignal signal) => _ = Kill(processId, (int)signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
