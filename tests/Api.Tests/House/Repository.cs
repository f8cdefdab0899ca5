namespace Dropzone.Ledger.Api.Tests.House;

/// <summary>The files that these tests stand in.</summary>
internal static class Repository
{
    private const string Mark = "Dropzone.Ledger.sln";

    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Source { get; } = Path.Combine(Root, "src");

    /// <summary>The files of src that people wrote, with these endings.</summary>
    public static IEnumerable<string> Written(params string[] endings) =>
        Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories)
            .Where(file => endings.Contains(Path.GetExtension(file)))
            .Where(file => !Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, Mark))
            ? folder
            : Find(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException($"{Mark} was not found."));
}
