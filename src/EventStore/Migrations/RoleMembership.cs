using Npgsql;

namespace Dropzone.Ledger.EventStore;

/// <summary>Makes the logins of the connection strings members of the product's roles.</summary>
internal static class RoleMembership
{
    private static readonly string GrantLogin = SqlText.Read("grant_login.sql");

    public static async Task GrantAsync(NpgsqlDataSource owner, LedgerConnections connections, CancellationToken cancellationToken)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await GrantAsync(connection, connections.App, "ledger_app", cancellationToken);
        if (connections.Reader is { } reader)
        {
            await GrantAsync(connection, reader, "ledger_reader", cancellationToken);
        }
    }

    private static async Task GrantAsync(NpgsqlConnection connection, string login, string role, CancellationToken cancellationToken)
    {
        var name = new NpgsqlConnectionStringBuilder(login).Username ?? connection.UserName;
        await using var plan = new NpgsqlCommand(GrantLogin, connection);
        plan.Parameters.Add(Parameter.Text(name));
        plan.Parameters.Add(Parameter.Text(role));

        // The statement comes back quoted by PostgreSQL, or null when there is nothing to do (superusers, members).
        if (await plan.ExecuteScalarAsync(cancellationToken) is not string statement)
        {
            return;
        }

        await using var grant = new NpgsqlCommand(statement, connection);
        await grant.ExecuteNonQueryAsync(cancellationToken);
    }
}
