using Dropzone.Ledger.EventStore.Tests.Setup;

namespace Dropzone.Ledger.EventStore.Tests;

public sealed class when_a_schema_is_migrated(Setup.Ledger ledger) : IClassFixture<Setup.Ledger>
{
    [Fact]
    public async Task doing_it_again_from_many_processes_changes_nothing()
    {
        var before = await ledger.AdminAsync<string>("select string_agg(version || checksum || applied_at, ' ' order by version) from ledger.migrations");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var database = ledger.Open();
            await database.MigrateAsync();
        }));
        Assert.Equal(before, await ledger.AdminAsync<string>("select string_agg(version || checksum || applied_at, ' ' order by version) from ledger.migrations"));
    }

    [Fact]
    public async Task a_database_that_is_newer_is_refused()
    {
        await Apply("newer", "create table ledger.n1 (x int)", "create table ledger.n2 (x int)");
        var refusal = await Assert.ThrowsAsync<SchemaMismatchException>(() => Apply("newer", "create table ledger.n1 (x int)"));
        Assert.Contains("version 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_applied_script_that_was_changed_is_refused_but_its_line_ends_do_not_count()
    {
        await Apply("changed", "create table ledger.c1\n(x int)");
        await Apply("changed", "create table ledger.c1\r\n(x int)");
        await Assert.ThrowsAsync<SchemaMismatchException>(() => Apply("changed", "create table ledger.c1 (x bigint)"));
    }

    [Fact]
    public async Task a_script_that_fails_leaves_nothing_behind()
    {
        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() => Apply("failing", "create table ledger.f1 (x int)", "select 1 / 0"));
        Assert.True(await ledger.AdminAsync<bool>("select to_regclass('ledger.f1') is null"));
        await Apply("failing", "create table ledger.f1 (x int)");
    }

    private Task Apply(string component, params string[] scripts) =>
        new SchemaMigrator().ApplyAsync(
            ledger.Database.OwnerSource, component, [.. scripts.Select(static (sql, index) => new MigrationScript(index + 1, "test", sql))]);
}
