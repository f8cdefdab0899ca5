using System.Text;

namespace Dropzone.Ledger.EventStore;

/// <summary>Statements that stand in <c>.sql</c> files beside the code that runs them.</summary>
internal static class SqlText
{
    /// <summary>Text of an embedded file, by its name.</summary>
    public static string Read(string file)
    {
        using var stream = typeof(SqlText).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"There is no embedded statement '{file}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
