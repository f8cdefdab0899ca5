using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>
/// Clears what an earlier run left in a data folder whose lock we hold: its host is gone, so a server that still runs there is
/// ending or orphaned. A pid file of a dead process, of a zombie, or of a number that was given to another program is removed,
/// since PostgreSQL itself would refuse to start over it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class LeftoverServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <exception cref="EmbeddedPostgresException">A living server that we did not start uses the data the file speaks of.</exception>
    public static async Task ClearAsync(DataFolder folder, ILogger? logger, CancellationToken cancellation)
    {
        if (!File.Exists(PostmasterPid.FileIn(folder.Data)))
        {
            return;
        }

        if (PostmasterPid.Read(folder.Data) is not { } left)
        {
            File.Delete(PostmasterPid.FileIn(folder.Data));
            return;
        }

        if (await IsOursAsync(left.ProcessId, folder.Data, cancellation))
        {
            logger?.LogInformation("Waiting for the server of an earlier run (process {ProcessId}) to end.", left.ProcessId);
            await EndAsync(left.ProcessId, folder.Data, cancellation);
        }
        else if (await IsServerOfAsync(left, cancellation))
        {
            throw DataFolder.InUse(folder.Root, $"{left.ProcessId}");
        }

        File.Delete(PostmasterPid.FileIn(folder.Data));
    }

    /// <summary>A data folder was copied or reached by another name while its server ran: not ours to stop.</summary>
    private static async Task<bool> IsServerOfAsync(PostmasterPid left, CancellationToken cancellation) =>
        left.Data.Length > 0 && await IsOursAsync(left.ProcessId, left.Data, cancellation);

    private static async Task<bool> IsOursAsync(int processId, string data, CancellationToken cancellation) =>
        await ProcessTable.CommandLineAsync(processId, cancellation) is { } command
        && command.Contains("postgres", StringComparison.Ordinal)
        && $"{command} ".Contains($"-D {data} ", StringComparison.Ordinal);

    private static async Task EndAsync(int processId, string data, CancellationToken cancellation)
    {
        Signals.Send(processId, ProcessSignal.FastShutdown);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await GoneAsync(processId, data, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Signals.Send(processId, ProcessSignal.ImmediateShutdown);
            await GoneAsync(processId, data, cancellation);
        }
    }

    private static async Task GoneAsync(int processId, string data, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Step);
        while (await IsOursAsync(processId, data, cancellation))
        {
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
