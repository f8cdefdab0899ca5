using Dropzone.Ledger.EventStore.Tests.Setup;
using Dropzone.Ledger.PostgresFixture;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_a_database_is_opened(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Fact]
    public async Task one_login_may_serve_every_role_and_works_as_the_app()
    {
        await using var database = new LedgerDatabase(LedgerConnections.From(ledger.Connections.Owner), TimeProvider.System);
        await database.MigrateAsync();
        Assert.IsType<AppendOutcome.Appended>(await database.Log.AppendAsync(Make.Page(Make.To("single", Make.Event()))));

        await using var command = database.AppSource.CreateCommand("select current_user || ' ' || session_user");
        Assert.StartsWith("ledger_app ", (string?)await command.ExecuteScalarAsync(), StringComparison.Ordinal);
        await using var attack = database.AppSource.CreateCommand("delete from ledger.mt_events");
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => attack.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task an_owner_who_is_no_superuser_can_install_into_a_database_of_his_own()
    {
        await using var empty = await PostgresServer.Shared.CreateDatabaseAsync();
        await ledger.AdminAsync($"""
            do $$ begin create role test_installer login password 'test'; exception when duplicate_object then null; end $$;
            grant ledger_owner to test_installer;
            alter database {empty.Name} owner to test_installer;
            """);
        var connections = new LedgerConnections(empty.ConnectionStringFor("test_installer", "test"), empty.ConnectionStringFor("test_app", "test"));
        await using var database = new LedgerDatabase(connections, TimeProvider.System);
        await database.MigrateAsync();

        Assert.True(await database.Tenants.CreateAsync("contoso"));
        Assert.Equal(["contoso", "default"], await database.Tenants.ListAsync());
        Assert.Equal(
            new AppendOutcome.Appended(1, 1, 1, 0),
            await database.Log.AppendAsync(Make.Page(Make.To("s", Make.Event())) with { Tenant = "contoso" }));
    }

    [Fact]
    public void connection_strings_are_never_printed() =>
        Assert.Equal("LedgerConnections", LedgerConnections.From("Host=h;Password=secret").ToString());
}
