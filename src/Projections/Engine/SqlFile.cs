using System.Collections.Concurrent;
using System.Text;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>The statements of this assembly, each an embedded file named by its folder and file name.</summary>
internal static class SqlFile
{
    private static readonly ConcurrentDictionary<(string File, string Schema), string> Texts = new();

    /// <summary>The file's text, with <c>{schema}</c> filled in.</summary>
    public static string Read(string file, string schema) => Texts.GetOrAdd((file, schema), static key =>
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(key.File)
            ?? throw new InvalidOperationException($"There is no embedded file '{key.File}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("{schema}", key.Schema, StringComparison.Ordinal);
    });
}
