using Dropzone.Ledger.PostgresFixture;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests.Setup;

/// <summary>A migrated database of one test class, with a login for each role beside the superuser's.</summary>
public sealed class Ledger : IAsyncLifetime
{
    public const string Tenant = "default";
    public const string Other = "other";

    private const string Logins = """
        do $$
        declare
            v_login text;
        begin
            foreach v_login in array array['test_app', 'test_reader', 'test_owner'] loop
                begin
                    execute format('create role %I login password ''test''', v_login);
                exception when duplicate_object then
                    null;
                end;
            end loop;
        end
        $$;
        """;

    private TestDatabase database = null!;

    public LedgerDatabase Database { get; private set; } = null!;

    public EventLog Log => Database.Log;

    public LedgerConnections Connections { get; private set; } = null!;

    /// <summary>The superuser: what an administrator with bad intentions, or a broken disk, could do.</summary>
    public NpgsqlDataSource Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        database = await PostgresServer.Shared.CreateDatabaseAsync("ledger", PrepareAsync);
        Connections = new LedgerConnections(
            database.ConnectionString,
            database.ConnectionStringFor("test_app", "test"),
            database.ConnectionStringFor("test_reader", "test"));
        Database = Open();
        Admin = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public LedgerDatabase Open() => new(Connections, TimeProvider.System);

    /// <summary>A session of a login in a role of the product, without the product's code in between.</summary>
    public async Task<NpgsqlConnection> LoginAsync(string login, string role, string? tenant = Tenant)
    {
        var builder = new NpgsqlConnectionStringBuilder(database.ConnectionStringFor(login, "test"))
        {
            Options = $"-c role={role}" + (tenant is null ? "" : $" -c ledger.tenant={tenant}"),
            Pooling = false,
        };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task<T> AdminAsync<T>(string sql)
    {
        await using var command = Admin.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task AdminAsync(string sql)
    {
        await using var command = Admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await Admin.DisposeAsync();
        await database.DisposeAsync();
    }

    private static async Task PrepareAsync(string connectionString)
    {
        await using (var admin = NpgsqlDataSource.Create(connectionString))
        {
            await using var logins = admin.CreateCommand(Logins);
            await logins.ExecuteNonQueryAsync();
        }

        string As(string login) => new NpgsqlConnectionStringBuilder(connectionString) { Username = login, Password = "test" }.ConnectionString;
        await using var ledger = new LedgerDatabase(new LedgerConnections(connectionString, As("test_app"), As("test_reader")), TimeProvider.System);
        await ledger.MigrateAsync();
        await ledger.Tenants.CreateAsync(Other);
        await using var grant = ledger.OwnerSource.CreateCommand("grant ledger_owner to test_owner");
        await grant.ExecuteNonQueryAsync();
    }
}
