using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.Api.Databases;

/// <summary>A database that can be connected to; ends the embedded server when this process started it.</summary>
public sealed class OpenedDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgresServer? server;

    private OpenedDatabase(LedgerConnections connections, EmbeddedPostgresServer? server)
    {
        Connections = connections;
        this.server = server;
    }

    /// <summary>How to connect.</summary>
    public LedgerConnections Connections { get; }

    /// <summary>Completes when the embedded server ended without being asked to; never for another server.</summary>
    public Task Lost => server?.Exited ?? Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);

    /// <summary>Opens the operator's server, or starts the embedded one.</summary>
    /// <returns>The database, or a sentence that says why there is none and what to do.</returns>
    public static async Task<(OpenedDatabase? Database, string? Refusal)> OpenAsync(DatabaseSettings settings, ILogger log, CancellationToken cancellation)
    {
        if (settings.App is { } external)
        {
            return (new OpenedDatabase(new LedgerConnections(settings.Owner ?? external, external), null), null);
        }

        var start = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = settings.DataDirectory, Logger = log }, cancellation);
        if (start is EmbeddedPostgresStart.Refused refused)
        {
            return (null, refused.Message);
        }

        var started = start.ServerOrThrow();
        return (new OpenedDatabase(LedgerConnections.From(await started.EnsureDatabaseAsync(DatabaseSettings.EmbeddedName, cancellation)), started), null);
    }

    /// <summary>As <see cref="OpenAsync"/>, but beside a host that runs the embedded server already.</summary>
    public static async Task<(OpenedDatabase? Database, string? Refusal)> JoinAsync(DatabaseSettings settings, ILogger log, CancellationToken cancellation) =>
        !settings.IsExternal && RunningServer.Find(settings.DataDirectory, DatabaseSettings.EmbeddedName) is { } running && await AnswersAsync(running, cancellation)
            ? (new OpenedDatabase(LedgerConnections.From(running), null), null)
            : await OpenAsync(settings, log, cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new Npgsql.NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            // The pid file is that of a server that was killed: the folder is free to be opened.
            return false;
        }
    }
}
