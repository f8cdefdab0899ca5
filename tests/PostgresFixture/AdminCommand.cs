using Npgsql;

namespace Dropzone.Ledger.PostgresFixture;

/// <summary>Statements about whole databases, which take no parameters.</summary>
internal static class AdminCommand
{
    public static string Quote(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);

    public static async Task RunAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
