using System.Security.Cryptography;
using Dropzone.Ledger.PostgresFixture;
using Npgsql;

namespace Dropzone.Ledger.EndToEnd.Cluster;

/// <summary>A database that several processes use, each under a login of its own, so that its sessions can be told apart.</summary>
public sealed class SharedDatabase : IAsyncDisposable
{
    private static readonly string Holders = ReadSql("lease_holders.sql");

    private readonly TestDatabase database;
    private readonly List<string> logins = [];

    private SharedDatabase(TestDatabase database) => this.database = database;

    /// <summary>Makes an empty database on the server of the tests.</summary>
    public static async Task<SharedDatabase> CreateAsync() => new(await PostgresServer.Shared.CreateDatabaseAsync());

    /// <summary>The connection string of a new login.</summary>
    public async Task<string> NewLoginAsync(string login)
    {
        var name = $"{login}_{database.Name}";
        var password = RandomNumberGenerator.GetHexString(32);
        await RunAsync($"create role {Quoted(name)} superuser login password '{password}'");
        logins.Add(name);
        return database.ConnectionStringFor(name, password);
    }

    /// <summary>Who holds each lease; null where nobody does.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> LeaseHoldersAsync(IReadOnlyCollection<string> leases)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Holders, connection) { Parameters = { new() { Value = leases.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync();
        var holders = new Dictionary<string, string?>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            holders.Add(reader.GetString(0), await reader.IsDBNullAsync(1) ? null : reader.GetString(1).Split('_')[0]);
        }

        return holders;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await using var connection = new NpgsqlConnection(await PostgresServer.Shared.ConnectionStringAsync());
        await connection.OpenAsync();
        foreach (var login in logins)
        {
            await using var command = new NpgsqlCommand($"drop role {Quoted(login)}", connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string Quoted(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);

    private async Task RunAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string ReadSql(string name)
    {
        using var stream = typeof(SharedDatabase).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
