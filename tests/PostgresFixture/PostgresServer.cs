using System.Collections.Concurrent;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;
using Npgsql;

namespace Dropzone.Ledger.PostgresFixture;

/// <summary>
/// The one PostgreSQL server of a test process, started at the first use: an embedded one with a temporary data folder and fsync off,
/// or the one that the environment variable <c>LEDGER_TEST_POSTGRES</c> names (a superuser's connection string). Safe for all threads.
/// </summary>
public sealed class PostgresServer
{
    private const string Variable = "LEDGER_TEST_POSTGRES";

    private readonly Lazy<Task<string>> connection = new(ConnectAsync);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> templates = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim preparing = new(1);

    private PostgresServer()
    {
    }

    /// <summary>The server of this process.</summary>
    public static PostgresServer Shared { get; } = new();

    /// <summary>Connects the superuser to the maintenance database.</summary>
    public Task<string> ConnectionStringAsync() => connection.Value;

    /// <summary>An empty database.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var admin = await connection.Value;
        return await CreateAsync(admin, "template1");
    }

    /// <summary>
    /// A fresh copy of a template. The template is made once a process, by the first caller of its name; preparations run one after
    /// the other, so they may make roles, which belong to the whole server (and with an own server may be there already).
    /// </summary>
    public async Task<TestDatabase> CreateDatabaseAsync(string templateName, Func<string, Task> prepareTemplate)
    {
        var admin = await connection.Value;
        var template = templates.GetOrAdd(templateName, name => new Lazy<Task<string>>(() => PrepareAsync(admin, name, prepareTemplate)));
        return await CreateAsync(admin, await template.Value);
    }

    private static async Task<TestDatabase> CreateAsync(string admin, string template)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await AdminCommand.RunAsync(admin, $"create database {AdminCommand.Quote(name)} template {AdminCommand.Quote(template)}");
        return new TestDatabase(admin, name);
    }

    private async Task<string> PrepareAsync(string admin, string templateName, Func<string, Task> prepare)
    {
        await preparing.WaitAsync();
        try
        {
            // The number keeps test processes apart that share a server.
            var name = $"template_{templateName}_{Guid.NewGuid():N}"[..^16];
            var quoted = AdminCommand.Quote(name);
            await AdminCommand.RunAsync(admin, $"create database {quoted}");
            var target = new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
            await prepare(target);
            await using (var pooled = new NpgsqlConnection(target))
            {
                NpgsqlConnection.ClearPool(pooled);
            }

            await AdminCommand.RunAsync(admin, $"alter database {quoted} allow_connections false");
            await AdminCommand.RunAsync(admin, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'");
            return name;
        }
        finally
        {
            preparing.Release();
        }
    }

    private static async Task<string> ConnectAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given;
        }

        var folder = TemporaryData.Create();
        var start = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions
        {
            DataDirectory = folder,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["fsync"] = "off",
                ["full_page_writes"] = "off",
                ["max_connections"] = "300",
                ["shared_buffers"] = "128MB",
            },
        });
        var server = start.ServerOrThrow();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.StopAsync().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return server.ConnectionString;
    }
}
