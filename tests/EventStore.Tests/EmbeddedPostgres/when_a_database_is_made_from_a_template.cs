using Dropzone.Ledger.PostgresFixture;

namespace Dropzone.Ledger.EventStore.Tests.EmbeddedPostgres;

public sealed class when_a_database_is_made_from_a_template
{
    private static int prepared;

    [Fact]
    public async Task each_gets_its_own_copy_and_the_template_is_made_once()
    {
        var both = await Task.WhenAll(CreateAsync(), CreateAsync());
        await using var one = both[0];
        await using var two = both[1];
        await ServerRun.QueryAsync(one.ConnectionString, "insert into thing values (2)");

        Assert.Equal(2L, await ServerRun.QueryAsync(one.ConnectionString, "select count(*) from thing"));
        Assert.Equal(1L, await ServerRun.QueryAsync(two.ConnectionString, "select count(*) from thing"));
        Assert.Equal(1, prepared);
    }

    [Fact]
    public async Task a_disposed_one_is_gone()
    {
        string name;
        await using (var database = await PostgresServer.Shared.CreateDatabaseAsync())
        {
            name = database.Name;
        }

        var server = await PostgresServer.Shared.ConnectionStringAsync();
        Assert.Equal(0L, await ServerRun.QueryAsync(server, $"select count(*) from pg_database where datname = '{name}'"));
    }

    private static Task<TestDatabase> CreateAsync() => PostgresServer.Shared.CreateDatabaseAsync("thing", async template =>
    {
        Interlocked.Increment(ref prepared);
        await ServerRun.QueryAsync(template, "create table thing (n int); insert into thing values (1)");
    });
}
