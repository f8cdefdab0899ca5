using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;
using Npgsql;

namespace Dropzone.Ledger.Bench.Running;

/// <summary>An embedded PostgreSQL with the product's own settings in a temporary folder, which goes when the run ends.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly EmbeddedPostgresServer server;

    private BenchServer(EmbeddedPostgresServer server, string folder) => (this.server, Folder) = (server, folder);

    /// <summary>A folder for the run's other files.</summary>
    public string Folder { get; }

    /// <summary>Starts the server.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not start here; the message says what to do.</exception>
    public static async Task<BenchServer> StartAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("dropzone-ledger-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // Started as root, the server runs under an account of its own, which has to reach the data folder.
            File.SetUnixFileMode(folder, Open);
        }

        var start = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = Path.Combine(folder, "data") }, cancellation);
        return new BenchServer(start.ServerOrThrow(), folder);
    }

    /// <summary>Makes a database with the product's tables.</summary>
    public async Task<BenchDatabase> DatabaseAsync(string name, CancellationToken cancellation) =>
        await BenchDatabase.PrepareAsync(await server.EnsureDatabaseAsync(name, cancellation), Path.Combine(Folder, name + ".key"), cancellation);

    /// <summary>How many bytes the disk has left for databases.</summary>
    public long FreeSpace => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Takes a database away whose room is needed; nobody may use it any more.</summary>
    public async Task DropAsync(BenchDatabase database, CancellationToken cancellation)
    {
        await using var session = new NpgsqlConnection(server.ConnectionString);
        await session.OpenAsync(cancellation);
        var name = new NpgsqlCommandBuilder().QuoteIdentifier(new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!);
        await BenchSql.RunAsync(session, $"drop database {name} with (force)", cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
