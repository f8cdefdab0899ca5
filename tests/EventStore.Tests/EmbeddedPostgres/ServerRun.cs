using System.Diagnostics;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;
using Dropzone.Ledger.PostgresFixture;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests.EmbeddedPostgres;

/// <summary>The data folder of one test class, made once since that is the slow part, and the ways to run a server on it.</summary>
public sealed class ServerRun : IAsyncLifetime
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<Process> hosts = [];

    public string Folder { get; } = TemporaryData.Create();

    public string Data => Path.Combine(Folder, "pgdata");

    /// <summary>Makes the folder: each test finds a server that was stopped in order.</summary>
    public async Task InitializeAsync() => await (await StartAsync()).ServerOrThrow().DisposeAsync();

    public Task<EmbeddedPostgresStart> StartAsync(int port = 0) =>
        EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = Folder, Port = port });

    /// <summary>A process of its own that owns a server, and the line it prints.</summary>
    public async Task<(Process Host, string Line)> StartHostAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Dropzone.Ledger.PostgresHost.dll");
        var host = Process.Start(new ProcessStartInfo("dotnet", [program, Folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        hosts.Add(host);
        return (host, await host.StandardOutput.ReadLineAsync().WaitAsync(Limit) ?? "");
    }

    public static async Task<object?> QueryAsync(string connectionString, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Completes when the process is gone or a zombie, which is as far as a process goes whose parent never waits.</summary>
    public static async Task EndOfAsync(int processId)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await ProcessTable.CommandLineAsync(processId, limit.Token) is not null)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var host in hosts)
        {
            host.Kill();
            await host.WaitForExitAsync();
            host.Dispose();
        }

        if (PostmasterPid.Read(Data) is { } running)
        {
            await EndOfAsync(running.ProcessId);
        }

        Directory.Delete(Folder, recursive: true);
    }
}
