using System.Collections.Concurrent;
using Npgsql;

namespace Dropzone.Ledger.PostgresFixture;

/// <summary>A database of one test class; dropped, with whatever is still connected to it, when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string adminConnection;
    private readonly ConcurrentDictionary<string, bool> handedOut = new(StringComparer.Ordinal);

    internal TestDatabase(string adminConnection, string name)
    {
        this.adminConnection = adminConnection;
        Name = name;
        ConnectionString = Remember(new NpgsqlConnectionStringBuilder(adminConnection) { Database = name });
    }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>Connects the superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>Connects another login role. Roles belong to the whole server: make them in the template's preparation.</summary>
    public string ConnectionStringFor(string role, string password) =>
        Remember(new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role, Password = password });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connectionString in handedOut.Keys)
        {
            await using var pooled = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(pooled);
        }

        await AdminCommand.RunAsync(adminConnection, $"drop database if exists {AdminCommand.Quote(Name)} with (force)");
    }

    private string Remember(NpgsqlConnectionStringBuilder builder)
    {
        handedOut[builder.ConnectionString] = true;
        return builder.ConnectionString;
    }
}
