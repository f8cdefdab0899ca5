using Npgsql;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>An embedded PostgreSQL that another process of this user runs, so that a command can look into it beside that process.</summary>
public static class RunningServer
{
    /// <summary>The superuser's connection string to a database of the server on this data folder; holds the password, never log it.</summary>
    /// <returns>Null when no ready server is seen there, or this user may not look into the folder.</returns>
    public static string? Find(string dataDirectory, string database)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        try
        {
            return PostmasterPid.Read(Path.Combine(root, "pgdata")) is { Ready: true, Port: > 0 } running
                ? new NpgsqlConnectionStringBuilder
                {
                    Host = "127.0.0.1",
                    Port = running.Port,
                    Username = EmbeddedPostgresServer.Superuser,
                    Password = File.ReadAllText(Path.Combine(root, "pgdata.password")).Trim(),
                    Database = database,
                    SslMode = SslMode.Disable,
                }.ConnectionString
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
