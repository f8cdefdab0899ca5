using System.Text;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Statements of this room, embedded from their files.</summary>
internal static class Sql
{
    public static string Read(string file)
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"There is no embedded statement '{file}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
