using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_a_statement_is_kept_prepared(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    private const int AtOnce = 12;

    [Fact]
    public async Task questions_one_after_the_other_come_to_the_same_session()
    {
        await using var database = ledger.Open();
        Assert.True((await AtOnceAsync(database)).Distinct().Count() > 1);

        var first = await AskAsync(database);
        for (var again = 0; again < AtOnce; again++)
        {
            Assert.Equal(first, await AskAsync(database));
        }
    }

    [Fact]
    public async Task sessions_that_the_server_ended_cost_one_question_and_no_more()
    {
        await using var database = ledger.Open();
        var sessions = await AtOnceAsync(database);
        await ledger.AdminAsync($"select pg_terminate_backend(pid, 5000) from unnest(array[{string.Join(',', sessions)}]) as pid");

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(database));
        Assert.DoesNotContain(await AskAsync(database), sessions);
        Assert.Empty((await AtOnceAsync(database)).Intersect(sessions));
    }

    [Fact]
    public async Task a_question_that_is_refused_costs_no_session()
    {
        await using var database = ledger.Open();
        var session = await AskAsync(database);
        var refused = new NpgsqlBatchCommand("select 1 / $1") { Parameters = { new NpgsqlParameter<int> { TypedValue = 0 } } };

        await Assert.ThrowsAsync<PostgresException>(() => database.QueryAsync(Setup.Ledger.Tenant, refused, prepared: true, static (reader, stop) => reader.ReadAsync(stop)));
        Assert.Equal(session, await AskAsync(database));
    }

    [Fact]
    public async Task none_stays_when_the_database_is_closed()
    {
        int[] sessions;
        await using (var database = ledger.Open())
        {
            sessions = await AtOnceAsync(database);
        }

        // A session that was closed ends by itself; one that was not is still there after five seconds.
        Assert.Equal(0L, await ledger.AdminAsync<long>(
            $"""
            do $$ begin
                for i in 1 .. 500 loop
                    perform pg_stat_clear_snapshot();
                    exit when not exists (select from pg_stat_activity where pid = any (array[{string.Join(',', sessions)}]));
                    perform pg_sleep(0.01);
                end loop;
            end $$;
            select count(*) from pg_stat_activity where pid = any (array[{string.Join(',', sessions)}])
            """));
    }

    private static Task<int[]> AtOnceAsync(LedgerDatabase database) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => AskAsync(database, 0.2)));

    private static Task<int> AskAsync(LedgerDatabase database, double seconds = 0) => database.QueryAsync(
        Setup.Ledger.Tenant,
        new NpgsqlBatchCommand("select pg_backend_pid() from pg_sleep($1)") { Parameters = { new NpgsqlParameter<double> { TypedValue = seconds } } },
        prepared: true,
        static async (reader, stop) => await reader.ReadAsync(stop) ? reader.GetInt32(0) : 0);
}
