using System.Runtime.Versioning;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;
using Npgsql;

namespace Dropzone.Ledger.EventStore.Tests.EmbeddedPostgres;

[UnsupportedOSPlatform("windows")]
public sealed class when_a_server_is_started(ServerRun run) : IClassFixture<ServerRun>, IAsyncLifetime
{
    private EmbeddedPostgresServer server = null!;

    public async Task InitializeAsync() => server = (await run.StartAsync()).ServerOrThrow();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task it_answers_on_its_port_with_durable_settings()
    {
        Assert.Equal("on on on", await ServerRun.QueryAsync(
            server.ConnectionString,
            "select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('data_checksums'))"));
        Assert.Equal($"{server.Port}", await ServerRun.QueryAsync(server.ConnectionString, "select current_setting('port')"));
    }

    [Fact]
    public async Task it_sorts_by_code_point_and_knows_letters_outside_ascii()
    {
        // Three of two letters; a server that does not know the first would answer two.
        Assert.Equal(3, await ServerRun.QueryAsync(
            server.ConnectionString, "create extension if not exists pg_trgm; select cardinality(show_trgm('Äp'))"));
        Assert.Equal(true, await ServerRun.QueryAsync(server.ConnectionString, "select 'Z' < 'a'"));
    }

    [Fact]
    public async Task it_asks_for_the_password()
    {
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" }.ConnectionString;
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ServerRun.QueryAsync(wrong, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public void data_and_password_are_closed_to_other_users()
    {
        Assert.Equal("700", Mode(run.Data));
        Assert.Equal("600", Mode(Path.Combine(run.Folder, "pgdata.password")));
        Assert.Equal("600", Mode(Path.Combine(run.Folder, "pgdata.lock")));
    }

    [Fact]
    public async Task it_never_runs_as_root()
    {
        var owner = await OsTool.RunAsync("find", [$"/proc/{server.ProcessId}", "-maxdepth", "0", "-user", "0"], null, "", default);
        Assert.Equal((0, ""), (owner.ExitCode, owner.Output));
    }

    [Fact]
    public async Task a_second_starter_on_the_folder_is_refused_and_told_who_has_it()
    {
        var refused = Assert.IsType<EmbeddedPostgresStart.Refused>(await run.StartAsync());
        Assert.Equal(EmbeddedPostgresRefusal.DataFolderInUse, refused.Reason);
        Assert.Contains($"in use by process {Environment.ProcessId}.", refused.Message, StringComparison.Ordinal);

        var (_, line) = await run.StartHostAsync();
        Assert.StartsWith("refused DataFolderInUse ", line, StringComparison.Ordinal);
        Assert.Contains($"in use by process {Environment.ProcessId}.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_database_is_made_once()
    {
        await server.EnsureDatabaseAsync("ledger");
        var connectionString = await server.EnsureDatabaseAsync("ledger");
        Assert.Equal("ledger", await ServerRun.QueryAsync(connectionString, "select current_database()::text"));
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
