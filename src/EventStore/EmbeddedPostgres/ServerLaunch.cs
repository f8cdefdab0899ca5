using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>A running server process and the port it listens on.</summary>
internal sealed record LaunchedServer(Process Process, ServerLog Log, int Port);

/// <summary>Starts the server process and waits until it accepts connections.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ServerLaunch(DataFolder folder, string binaries, ServerAccount account, EmbeddedPostgresOptions options)
{
    private const int PortTries = 8;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly string Script = ReadScript();

    /// <exception cref="EmbeddedPostgresException">The port is taken, or the server ended before it was ready.</exception>
    public async Task<LaunchedServer> RunAsync(CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var server = Launch(options.Port == 0 ? FreePort() : options.Port);
            if (await IsReadyAsync(server, cancellation))
            {
                return server;
            }

            await server.Log.Ended.WaitAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
            server.Process.Dispose();
            var isPortTaken = Said(server, "could not bind");
            if (isPortTaken && (options.Port != 0 || tries == PortTries))
            {
                throw new EmbeddedPostgresException(
                    EmbeddedPostgresRefusal.PortTaken,
                    $"Port {server.Port} on 127.0.0.1 is taken by another process. Stop that process, or choose another port.");
            }

            // Sub-processes of a killed server leave within moments and take its shared memory with them.
            if (!isPortTaken && !Said(server, "pre-existing shared memory block"))
            {
                throw NotStarted("PostgreSQL ended before it was ready.", server);
            }
        }
    }

    private Process StartProcess(int port)
    {
        var start = OsTool.Describe(
            "/bin/sh",
            ["-c", Script, Path.Combine(binaries, "bin", "postgres"), .. ServerSettings.CommandLine(folder.Data, port, options.Settings)],
            account.SwitchTo);
        start.Environment["LEDGER_PGDATA"] = folder.Data;
        return OsTool.Start(start);
    }

    private LaunchedServer Launch(int port)
    {
        var process = StartProcess(port);
        return new LaunchedServer(process, new ServerLog(process, options.Logger), port);
    }

    /// <summary>True when ready, false when it ended. Whatever else happens, nothing is left running.</summary>
    private async Task<bool> IsReadyAsync(LaunchedServer server, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Step);
        try
        {
            while (!server.Process.HasExited)
            {
                if (PostmasterPid.Read(folder.Data) is { Ready: true } file && file.ProcessId == server.Process.Id)
                {
                    return true;
                }

                await timer.WaitForNextTickAsync(cancellation);
            }

            return false;
        }
        catch (OperationCanceledException cancelled)
        {
            await EndAsync(server.Process);
            throw NotStarted(
                $"PostgreSQL was not ready within {options.StartTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s. "
                + "Recovery after a crash can take longer: then allow it more time.",
                server,
                cancelled);
        }
    }

    private async Task EndAsync(Process process)
    {
        Signals.Send(process.Id, ProcessSignal.ImmediateShutdown);
        process.StandardInput.Close();
        var ended = process.WaitForExitAsync(CancellationToken.None);
        await ended.WaitAsync(options.StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Kill();
        await ended;
    }

    private EmbeddedPostgresException NotStarted(string what, LaunchedServer server, Exception? cause = null) =>
        new(EmbeddedPostgresRefusal.NotStarted, StartFailure.Describe(what, server.Log.Last, folder.Root), cause);

    private static bool Said(LaunchedServer server, string words) =>
        server.Log.Last.Any(line => line.Contains(words, StringComparison.Ordinal));

    /// <summary>Free at this moment; the server may still lose it to another process, and then the next one is tried.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string ReadScript()
    {
        using var stream = typeof(ServerLaunch).Assembly.GetManifestResourceStream("EmbeddedPostgres.launch.sh")
            ?? throw new InvalidOperationException("launch.sh is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
