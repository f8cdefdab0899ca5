using System.Diagnostics;
using System.Globalization;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.EventStore.Tests.EmbeddedPostgres;

public sealed class when_a_server_comes_back(ServerRun run) : IClassFixture<ServerRun>
{
    private const string MakeRow = "drop table if exists kept; create table kept (n int); insert into kept values (42)";

    [Fact]
    public async Task data_survive_a_stop()
    {
        await using (var first = await StartWithOneRowAsync())
        {
            await first.StopAsync();
            await first.StopAsync();
            Assert.True(first.Exited.IsCompleted);
        }

        Assert.False(File.Exists(PostmasterPid.FileIn(run.Data)));
        await AssertRowIsThereAsync();
    }

    [Fact]
    public async Task data_survive_a_server_that_was_killed()
    {
        await using (var first = await StartWithOneRowAsync())
        {
            using var process = Process.GetProcessById(first.ProcessId);
            process.Kill();
            await first.Exited.WaitAsync(ServerRun.Limit);
        }

        Assert.True(File.Exists(PostmasterPid.FileIn(run.Data)));
        await AssertRowIsThereAsync();
    }

    [Fact]
    public async Task a_server_ends_with_a_host_that_was_killed_and_its_data_survive()
    {
        var (host, line) = await run.StartHostAsync();
        var words = line.Split(' ', 2);
        await ServerRun.QueryAsync(words[1], MakeRow);
        host.Kill();

        // Not waited for: the next starter itself must wait for the orphan's end.
        await AssertRowIsThereAsync();
        await ServerRun.EndOfAsync(int.Parse(words[0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task a_server_whose_host_was_killed_ends_by_itself()
    {
        var (host, line) = await run.StartHostAsync();
        host.Kill();
        await ServerRun.EndOfAsync(int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task a_server_ends_with_its_host_without_being_told()
    {
        var (host, line) = await run.StartHostAsync();
        host.StandardInput.Close();
        await host.WaitForExitAsync().WaitAsync(ServerRun.Limit);
        Assert.Equal(0, host.ExitCode);
        await ServerRun.EndOfAsync(int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
    }

    private async Task<EmbeddedPostgresServer> StartWithOneRowAsync()
    {
        var server = (await run.StartAsync()).ServerOrThrow();
        await ServerRun.QueryAsync(server.ConnectionString, MakeRow);
        return server;
    }

    private async Task AssertRowIsThereAsync()
    {
        await using var again = (await run.StartAsync()).ServerOrThrow();
        Assert.Equal(42, await ServerRun.QueryAsync(again.ConnectionString, "select n from kept"));
    }
}
