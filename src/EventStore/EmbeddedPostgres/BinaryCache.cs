using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>
/// A copy of the binaries which every account can read, one folder a version. Files are put in place one by one, each by an atomic
/// rename, so that several processes may fill it at once and what a cleaner of old files took is mended at the next start.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class BinaryCache
{
    private const UnixFileMode Program = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The folder to run from.</summary>
    /// <exception cref="EmbeddedPostgresException">No place can be written, or all of them could be changed by other users.</exception>
    public static async Task<string> EnsureAsync(string source, CancellationToken cancellation)
    {
        var refusals = new List<string>();
        foreach (var place in Places())
        {
            try
            {
                MakeFolder(place);
                await RequireTrustAsync(place, cancellation);
                return Fill(source, place);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or EmbeddedPostgresException)
            {
                refusals.Add(refused.Message);
            }
        }

        throw PostgresBinaries.Unusable(
            $"The PostgreSQL binaries cannot be put where the server may read them. {string.Join(' ', refusals)}");
    }

    /// <summary>
    /// Refuses a folder in which anything belongs to another user, or may be written by one: who can plant a library there runs code
    /// as the server. Links are followed nowhere.
    /// </summary>
    public static async Task RequireTrustAsync(string place, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-P", place, "(", "!", "-user", Environment.UserName,
            "-o", "!", "-type", "l", "(", "-perm", "-020", "-o", "-perm", "-002", ")", ")", "-print",
        ];
        var result = await OsTool.RunAsync("find", arguments, user: null, "", cancellation);
        var isLink = new DirectoryInfo(place).LinkTarget is not null;
        if (isLink || result.ExitCode != 0 || result.Output.Length > 0)
        {
            throw PostgresBinaries.Unusable(
                $"{place} is not used, because other users could have changed it: delete it, and it will be made again.");
        }
    }

    /// <summary>Root prefers a parent that only root can write; the others are kept open to all by the system, hence the check.</summary>
    private static IEnumerable<string> Places()
    {
        if (Environment.IsPrivilegedProcess)
        {
            return ["/var/cache/dropzone-ledger-postgres", "/var/tmp/dropzone-ledger-postgres"];
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var shared = $"/var/tmp/dropzone-ledger-postgres-{Environment.UserName}";
        return home.Length == 0 ? [shared] : [Path.Combine(home, "dropzone-ledger-postgres"), shared];
    }

    private static string Fill(string source, string place)
    {
        using var server = File.OpenRead(Path.Combine(source, "bin", "postgres"));
        var target = Path.Combine(place, Convert.ToHexStringLower(SHA256.HashData(server))[..16]);
        var links = LibraryLinks.PathsIn(source);
        foreach (var file in new DirectoryInfo(source).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file.FullName);
            if (file.LinkTarget is null && !links.Contains(path))
            {
                Put(file, Path.Combine(target, path), path.StartsWith("bin", StringComparison.Ordinal) ? Program : Readable);
            }
        }

        return LibraryLinks.TryMake(target) ? target : throw PostgresBinaries.Unusable($"The library links in {target} cannot be made.");
    }

    private static void Put(FileInfo file, string target, UnixFileMode mode)
    {
        var there = new FileInfo(target);
        if (there.Exists && there.Length == file.Length && there.UnixFileMode == mode)
        {
            return;
        }

        MakeFolder(Path.GetDirectoryName(target)!);
        var partial = $"{target}.{Environment.ProcessId}.partial";
        file.CopyTo(partial, overwrite: true);
        File.SetUnixFileMode(partial, mode);
        File.Move(partial, target, overwrite: true);
    }

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        MakeFolder(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Program);
    }
}
