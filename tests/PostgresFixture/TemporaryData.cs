namespace Dropzone.Ledger.PostgresFixture;

/// <summary>
/// Data folders of test servers. A test process that is killed cannot delete its own, so each start deletes those whose process is gone.
/// </summary>
public static class TemporaryData
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>A path that does not exist yet, under a folder that the server's own account can pass.</summary>
    public static string Create()
    {
        var home = Path.Combine(Path.GetTempPath(), $"dropzone-ledger-tests-{Environment.UserName}");
        Directory.CreateDirectory(home);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(home, Open);
        }

        foreach (var left in Directory.EnumerateDirectories(home))
        {
            DeleteWhenAbandoned(left);
        }

        return Path.Combine(home, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
    }

    private static void DeleteWhenAbandoned(string folder)
    {
        var owner = Path.GetFileName(folder).Split('-')[0];
        if (Directory.Exists($"/proc/{owner}") || !Directory.Exists("/proc/self"))
        {
            return;
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Another test process deletes it in the same moment, or its server is still ending: the next start finds it.
        }
    }
}
