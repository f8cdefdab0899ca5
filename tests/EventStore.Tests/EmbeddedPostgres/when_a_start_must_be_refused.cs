using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Dropzone.Ledger.EventStore.EmbeddedPostgres;

namespace Dropzone.Ledger.EventStore.Tests.EmbeddedPostgres;

[UnsupportedOSPlatform("windows")]
public sealed class when_a_start_must_be_refused(ServerRun run) : IClassFixture<ServerRun>
{
    private const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    [Fact]
    public async Task a_taken_port_is_named()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var port = ((IPEndPoint)taker.LocalEndpoint).Port;
        var refused = Refused(await run.StartAsync(port), EmbeddedPostgresRefusal.PortTaken);
        Assert.Contains($"Port {port} ", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task data_of_another_major_version_are_left_alone()
    {
        var file = Path.Combine(run.Data, "PG_VERSION");
        await File.WriteAllTextAsync(file, "15\n");
        var refused = Refused(await run.StartAsync(), EmbeddedPostgresRefusal.OtherMajorVersion);
        Assert.Contains("written by PostgreSQL 15", refused, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "18\n");
    }

    [Fact]
    public async Task a_lost_password_is_named_by_its_file()
    {
        var file = Path.Combine(run.Folder, "pgdata.password");
        var password = await File.ReadAllTextAsync(file);
        File.Delete(file);
        var refused = Refused(await run.StartAsync(), EmbeddedPostgresRefusal.DataFolderUnusable);
        Assert.Contains(file, refused, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, password);
    }

    [Fact]
    public async Task a_wrong_setting_shows_the_servers_last_lines()
    {
        var start = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions
        {
            DataDirectory = run.Folder,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "plenty" },
        });
        var refused = Refused(start, EmbeddedPostgresRefusal.NotStarted);
        Assert.Contains("shared_buffers", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_start_is_bounded_in_time_and_leaves_nothing_running()
    {
        var start = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = run.Folder, StartTimeout = TimeSpan.FromMilliseconds(1) });
        Refused(start, EmbeddedPostgresRefusal.NotStarted);
    }

    [Fact]
    public async Task a_folder_that_cannot_be_made_is_named()
    {
        var start = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataDirectory = "/proc/ledger" });
        Refused(start, EmbeddedPostgresRefusal.DataFolderUnusable);
    }

    [Fact]
    public async Task binaries_that_another_user_could_change_are_not_run()
    {
        var place = Path.Combine(run.Folder, "cache");
        Directory.CreateDirectory(Path.Combine(place, "lib"));
        File.SetUnixFileMode(Path.Combine(place, "lib"), Shared);
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => BinaryCache.RequireTrustAsync(place, default));
        Assert.Equal(EmbeddedPostgresRefusal.BinariesUnusable, refused.Reason);

        File.SetUnixFileMode(Path.Combine(place, "lib"), Shared & ~UnixFileMode.GroupWrite);
        await BinaryCache.RequireTrustAsync(place, default);
    }

    private static string Refused(EmbeddedPostgresStart start, EmbeddedPostgresRefusal reason)
    {
        var refused = Assert.IsType<EmbeddedPostgresStart.Refused>(start);
        Assert.Equal(reason, refused.Reason);
        return refused.Message;
    }
}
