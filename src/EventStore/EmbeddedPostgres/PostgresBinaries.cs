using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>Finds the PostgreSQL binaries and makes them runnable for the server's account.</summary>
[UnsupportedOSPlatform("windows")]
internal static class PostgresBinaries
{
    /// <summary>
    /// The folder to run from: the given one; else the copy beside a published program; else what the build restored. An ordinary
    /// user runs these where they lie. Another account cannot be expected to reach them, so it runs a copy.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">There are none, or none that can be trusted.</exception>
    public static async Task<string> PrepareAsync(string? given, ServerAccount account, CancellationToken cancellation)
    {
        if (given is not null)
        {
            return HasServer(given) ? Path.GetFullPath(given) : throw Unusable($"There is no bin/postgres in {given}.");
        }

        var source = Candidates().FirstOrDefault(HasServer) ?? throw Missing();
        return account.SwitchTo is null && LibraryLinks.TryMake(source) && IsExecutable(source)
            ? source
            : await BinaryCache.EnsureAsync(source, cancellation);
    }

    public static EmbeddedPostgresException Unusable(string message, Exception? cause = null) =>
        new(EmbeddedPostgresRefusal.BinariesUnusable, message, cause);

    /// <summary>The npm package's name of this machine, such as <c>linux-x64</c>.</summary>
    private static string Platform => (OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "postgres");
        var restored = typeof(PostgresBinaries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "EmbeddedPostgresPackages")?.Value;
        if (restored is not null)
        {
            yield return Path.Combine(restored, Platform, "native");
        }
    }

    private static bool HasServer(string folder) => File.Exists(Path.Combine(folder, "bin", "postgres"));

    private static bool IsExecutable(string folder) =>
        (File.GetUnixFileMode(Path.Combine(folder, "bin", "postgres")) & UnixFileMode.OtherExecute) != UnixFileMode.None;

    private static EmbeddedPostgresException Missing() => new(
        EmbeddedPostgresRefusal.UnsupportedPlatform,
        $"There are no PostgreSQL binaries for {Platform} beside this program. Build the project again (it restores them with npm), "
        + "or name a PostgreSQL server in ConnectionStrings__Ledger.");
}
