using System.Runtime.Versioning;
using Dropzone.Ledger.Api.Secrets;

namespace Dropzone.Ledger.Api.Tests.Secrets;

[UnsupportedOSPlatform("windows")]
public sealed class MasterKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ledger-key").FullName;

    private string KeyFile => Path.Combine(folder, "master.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void a_made_key_is_readable_by_its_owner_only_and_read_again()
    {
        Assert.IsType<MasterKeyReading.Loaded>(MasterKey.ReadOrMake(KeyFile, null, out var made));
        Assert.True(made);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.IsType<MasterKeyReading.Loaded>(MasterKey.ReadOrMake(KeyFile, null, out made));
        Assert.False(made);
    }

    [Fact]
    public void a_key_that_others_may_read_is_refused()
    {
        MasterKey.ReadOrMake(KeyFile, null, out _);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Reason(MasterKey.Read(KeyFile, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void a_key_inside_the_data_folder_is_refused() =>
        Assert.Contains("inside the data folder", Reason(MasterKey.ReadOrMake(KeyFile, folder, out _)), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all, but long enough to be one!")]
    public void a_key_of_another_form_is_refused_without_being_quoted(string text)
    {
        File.WriteAllText(KeyFile, text);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead);
        var reason = Reason(MasterKey.Read(KeyFile, null));
        Assert.Contains("32 bytes as base64", reason, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !reason.Contains(text, StringComparison.Ordinal));
    }

    private static string Reason(MasterKeyReading reading) => Assert.IsType<MasterKeyReading.Refused>(reading).Reason;
}
