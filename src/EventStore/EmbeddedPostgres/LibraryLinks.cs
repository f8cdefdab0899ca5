using System.Text.Json;

namespace Dropzone.Ledger.EventStore.EmbeddedPostgres;

/// <summary>
/// The symbolic links between shared libraries. An npm package cannot hold links; <c>pg-symlinks.json</c> lists them, and the
/// package's install script, which we never run, would make them.
/// </summary>
internal static class LibraryLinks
{
    private const string PackagePrefix = "native/";

    private sealed record Link(string Source, string Target);

    /// <summary>The paths, relative to the binaries' folder, that are links and no files of their own.</summary>
    public static IReadOnlySet<string> PathsIn(string binaries) =>
        Read(binaries).Select(link => link.Target).ToHashSet(StringComparer.Ordinal);

    /// <summary>Makes the missing links; false when this user may not write there.</summary>
    public static bool TryMake(string binaries)
    {
        try
        {
            foreach (var link in Read(binaries))
            {
                Make(Path.Combine(binaries, link.Target), Path.GetFileName(link.Source));
            }

            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Make(string path, string target)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            File.CreateSymbolicLink(path, target);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it in the same moment.
        }
    }

    private static IReadOnlyList<Link> Read(string binaries)
    {
        var list = Path.Combine(binaries, "pg-symlinks.json");
        return File.Exists(list)
            ? [.. JsonSerializer.Deserialize<Link[]>(File.ReadAllBytes(list), JsonSerializerOptions.Web)!.Select(Relative)]
            : [];
    }

    private static Link Relative(Link link) => new(WithoutPrefix(link.Source), WithoutPrefix(link.Target));

    private static string WithoutPrefix(string path) =>
        path.StartsWith(PackagePrefix, StringComparison.Ordinal) ? path[PackagePrefix.Length..] : path;
}
