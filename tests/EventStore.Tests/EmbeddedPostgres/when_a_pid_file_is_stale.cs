using System.Diagnostics;
using System.Globalization;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.EventStore.Tests.EmbeddedPostgres;

public sealed class when_a_pid_file_is_stale(ServerRun run) : IClassFixture<ServerRun>
{
    [Fact]
    public async Task a_number_without_a_process_is_cleared()
    {
        using var ended = Process.Start("true");
        await ended.WaitForExitAsync();
        await AssertStartsOverAsync(ended.Id);
    }

    [Fact]
    public async Task a_number_that_another_program_got_is_cleared_and_the_program_lives()
    {
        using var other = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        await AssertStartsOverAsync(other.Id);
        Assert.False(other.HasExited);
        other.Kill();
    }

    [Fact]
    public async Task a_zombie_is_cleared()
    {
        // The shell becomes a program that never waits for children: the first one stays as a zombie.
        var start = new ProcessStartInfo("sh", ["-c", "sleep 0.05 & echo $!; exec sleep 600"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var parent = Process.Start(start)!;
        var zombie = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await ServerRun.EndOfAsync(zombie);
        await AssertStartsOverAsync(zombie);
        parent.Kill(entireProcessTree: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a number\n/somewhere\n")]
    public async Task a_broken_file_is_cleared(string content)
    {
        await File.WriteAllTextAsync(PostmasterPid.FileIn(run.Data), content);
        await AssertStartsAsync();
    }

    [Fact]
    public async Task a_living_server_of_the_same_data_under_another_name_is_left_alone()
    {
        // A stand-in whose command line is that of a server: the decision looks at nothing else.
        using var server = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 600; :", "postgres", "-D", "/elsewhere/pgdata", "-c"]))!;
        await WritePidFileAsync(server.Id, "/elsewhere/pgdata");
        var refused = Assert.IsType<EmbeddedPostgresStart.Refused>(await run.StartAsync());
        Assert.Equal(EmbeddedPostgresRefusal.DataFolderInUse, refused.Reason);
        Assert.False(server.HasExited);
        server.Kill(entireProcessTree: true);
        File.Delete(PostmasterPid.FileIn(run.Data));
    }

    [Theory]
    [InlineData("123 (postgres) S 1 2 3", 'S')]
    [InlineData("123 (a) Z (b) Z 1 2 3", 'Z')]
    [InlineData("", 'X')]
    public void the_state_is_read_behind_the_name(string stat, char state) => Assert.Equal(state, ProcessTable.StateOf(stat));

    private async Task AssertStartsOverAsync(int processId)
    {
        await WritePidFileAsync(processId, run.Data);
        await AssertStartsAsync();
    }

    private async Task AssertStartsAsync()
    {
        await using var server = (await run.StartAsync()).ServerOrThrow();
        Assert.Equal(1, await ServerRun.QueryAsync(server.ConnectionString, "select 1"));
    }

    private Task WritePidFileAsync(int processId, string data) =>
        File.WriteAllTextAsync(PostmasterPid.FileIn(run.Data), $"{processId}\n{data}\n1\n5432\n\n127.0.0.1\n1 1\nready\n");
}
