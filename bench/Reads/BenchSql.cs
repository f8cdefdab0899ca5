namespace Dropzone.Ledger.Bench.Reads;

/// <summary>The statements beside this file.</summary>
internal static class BenchSql
{
    /// <summary>The text of one file, by its name.</summary>
    public static string Read(string file)
    {
        using var stream = typeof(BenchSql).Assembly.GetManifestResourceStream(file)
            ?? throw new ArgumentException($"There is no statement '{file}'.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
