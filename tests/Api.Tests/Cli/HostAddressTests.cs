using Dropzone.Ledger.Api.Cli.Client;

namespace Dropzone.Ledger.Api.Tests.Cli;

public sealed class when_a_command_looks_for_its_host : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ledger-address-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void flags_go_before_the_environment_and_that_before_the_file()
    {
        new HostAddress(new Uri("http://127.0.0.1:1111"), "dzl_file").Keep(folder);
        Assert.Equal("dzl_file", Found(null, null).Address!.Token);
        Assert.Equal("dzl_environment", Found(null, null, token: "dzl_environment").Address!.Token);
        Assert.Equal("dzl_flag", Found(null, "dzl_flag", token: "dzl_environment").Address!.Token);
    }

    [Fact]
    public void the_token_of_the_file_goes_to_its_own_host_only()
    {
        new HostAddress(new Uri("http://127.0.0.1:1111"), "dzl_file").Keep(folder);
        var (address, problem) = Found("https://ledger.example", null);
        Assert.Null(address);
        Assert.Contains("No token", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void a_token_never_goes_to_another_machine_over_plain_http()
    {
        var (address, problem) = Found("http://ledger.example", "dzl_flag");
        Assert.Null(address);
        Assert.Contains("https", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void nothing_known_says_what_to_do()
    {
        var (address, problem) = Found(null, null);
        Assert.Null(address);
        Assert.Contains("ledger demo", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void the_file_is_readable_by_its_user_alone()
    {
        new HostAddress(new Uri("http://127.0.0.1:1111"), "dzl_file").Keep(folder);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "client.json")));
        }
    }

    private (HostAddress? Address, string? Problem) Found(string? url, string? flag, string? token = null) => HostAddress.Find(
        url, flag, name => name switch { "LEDGER_DATA_DIR" => folder, "LEDGER_TOKEN" => token, _ => null });
}
