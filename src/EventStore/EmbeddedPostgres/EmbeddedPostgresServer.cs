using System.ComponentModel;
using System.Runtime.Versioning;
using Npgsql;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>
/// A PostgreSQL server as a child process on 127.0.0.1, with a password that only this machine's user can read. It ends with this
/// object, and with this process even when that is killed; committed data survive both. Members may be called from any thread.
/// </summary>
public sealed class EmbeddedPostgresServer : IAsyncDisposable
{
    /// <summary>The name of the superuser; its password stands in the connection strings only.</summary>
    public const string Superuser = "ledger_admin";

    private readonly LaunchedServer launched;
    private readonly IDisposable folder;
    private readonly TimeSpan stopTimeout;
    private readonly string password;
    private readonly Lock gate = new();
    private Task? stopping;

    private EmbeddedPostgresServer(LaunchedServer launched, IDisposable folder, string password, TimeSpan stopTimeout)
    {
        this.launched = launched;
        this.folder = folder;
        this.password = password;
        this.stopTimeout = stopTimeout;
        ProcessId = launched.Process.Id;
        Exited = launched.Process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Connects the superuser to the maintenance database <c>postgres</c>. Holds the password: never log it.</summary>
    public string ConnectionString => ConnectionStringFor("postgres");

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port => launched.Port;

    /// <summary>The postmaster's process id.</summary>
    public int ProcessId { get; }

    /// <summary>Completes when the server process has ended, whether asked to or not.</summary>
    public Task Exited { get; }

    /// <summary>Starts a server on a data folder, which is made when missing and recovered when its last server was killed.</summary>
    /// <returns>The running server, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing is left running.</exception>
    public static async Task<EmbeddedPostgresStart> StartAsync(EmbeddedPostgresOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OperatingSystem.IsWindows())
        {
            return new EmbeddedPostgresStart.Refused(
                EmbeddedPostgresRefusal.UnsupportedPlatform,
                "The embedded PostgreSQL runs on Linux and macOS. Name a PostgreSQL server in ConnectionStrings__Ledger.");
        }

        try
        {
            return new EmbeddedPostgresStart.Started(await StartOnUnixAsync(options, cancellation));
        }
        catch (EmbeddedPostgresException refused)
        {
            cancellation.ThrowIfCancellationRequested();
            return new EmbeddedPostgresStart.Refused(refused.Reason, refused.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new EmbeddedPostgresStart.Refused(
                EmbeddedPostgresRefusal.NotStarted, $"PostgreSQL could not be set up within {options.StartTimeout.TotalSeconds} s.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new EmbeddedPostgresStart.Refused(
                EmbeddedPostgresRefusal.DataFolderUnusable,
                StartFailure.Describe("The data folder cannot be used.", [refused.Message], options.DataDirectory));
        }
        catch (Win32Exception refused)
        {
            return new EmbeddedPostgresStart.Refused(
                EmbeddedPostgresRefusal.BinariesUnusable, $"A program that the server needs could not be started: {refused.Message}");
        }
    }

    /// <summary>Connects the superuser to a database of this server. Holds the password: never log it.</summary>
    public string ConnectionStringFor(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = Superuser,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    /// <summary>Makes a database unless it is there, and answers the superuser's connection string to it.</summary>
    /// <exception cref="NpgsqlException">The server is gone or refuses the name.</exception>
    public async Task<string> EnsureDatabaseAsync(string database, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var create = new NpgsqlCommand($"create database {new NpgsqlCommandBuilder().QuoteIdentifier(database)}", connection);
        try
        {
            await create.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException exists) when (exists.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // It survived from an earlier run, which is the usual case.
        }

        return ConnectionStringFor(database);
    }

    /// <summary>Fast shutdown: sessions are ended, committed data are on disk, the data folder is free again. Idempotent.</summary>
    public Task StopAsync()
    {
        lock (gate)
        {
            return stopping ??= StopOnceAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    [UnsupportedOSPlatform("windows")]
    private static async Task<EmbeddedPostgresServer> StartOnUnixAsync(EmbeddedPostgresOptions options, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(options.StartTimeout);
        var account = await ServerAccount.FindAsync(bound.Token);
        var binaries = await PostgresBinaries.PrepareAsync(options.BinariesDirectory, account, bound.Token);
        var taken = await DataFolder.TakeAsync(options.DataDirectory, bound.Token);
        try
        {
            await RequireReachAsync(account, taken.Root, bound.Token);
            await LeftoverServer.ClearAsync(taken, options.Logger, bound.Token);
            var secret = await DatabaseCluster.EnsureAsync(taken, binaries, account, options, bound.Token);
            var running = await new ServerLaunch(taken, binaries, account, options).RunAsync(bound.Token);
            return new EmbeddedPostgresServer(running, taken, secret, options.StopTimeout);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static async Task RequireReachAsync(ServerAccount account, string folder, CancellationToken cancellation)
    {
        if (!await account.CanEnterAsync(folder, cancellation))
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresRefusal.DataFolderUnusable,
                $"The account '{account.Name}', which runs the server, cannot enter {folder}: one of the folders above is closed to it "
                + $"(a home folder usually is). Choose a data folder such as {EmbeddedPostgresOptions.DefaultFolder}.");
        }
    }

    private async Task StopOnceAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            await EndProcessAsync();
        }

        launched.Process.Dispose();
        folder.Dispose();
    }

    [UnsupportedOSPlatform("windows")]
    private async Task EndProcessAsync()
    {
        var process = launched.Process;
        foreach (var signal in (ProcessSignal[])[ProcessSignal.FastShutdown, ProcessSignal.ImmediateShutdown])
        {
            if (Exited.IsCompleted)
            {
                break;
            }

            Signals.Send(ProcessId, signal);
            await Exited.WaitAsync(stopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Closing the pipe lets the watcher go; it finds no server of ours and ends.
        process.StandardInput.Close();
        if (!Exited.IsCompleted)
        {
            process.Kill();
            await Exited;
        }
    }
}
