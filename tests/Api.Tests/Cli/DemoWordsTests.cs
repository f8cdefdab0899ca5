using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Demo;

namespace Dropzone.Ledger.Api.Tests.Cli;

public sealed class when_the_demo_says_what_to_try : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("it's a demo-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void the_usual_folder_need_not_be_named() =>
        Assert.DoesNotContain("LEDGER_DATA_DIR", DemoWords.Of("http://127.0.0.1:1/#x", new DemoOptions().DataDirectory), StringComparison.Ordinal);

    [Fact]
    public void another_folder_is_named_so_that_a_command_finds_its_host()
    {
        new HostAddress(new Uri("http://127.0.0.1:1111"), "dzl_file").Keep(folder);
        var words = DemoWords.Of("http://127.0.0.1:1111/#x", Path.GetRelativePath(Environment.CurrentDirectory, folder));
        var line = Assert.Single(words.Split('\n', StringSplitOptions.TrimEntries), static l => l.Contains("LEDGER_DATA_DIR", StringComparison.Ordinal));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal($"export LEDGER_DATA_DIR='{folder.Replace("'", @"'\''", StringComparison.Ordinal)}'", line);
        }

        Assert.True(words.IndexOf(line, StringComparison.Ordinal) < words.IndexOf("connector list", StringComparison.Ordinal));
        Assert.Equal("dzl_file", HostAddress.Find(null, null, name => name == "LEDGER_DATA_DIR" ? folder : null).Address!.Token);
    }
}
