using System.Collections.Concurrent;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Reads the statements that lie beside the code as embedded <c>.sql</c> files.</summary>
public static class SqlText
{
    private static readonly ConcurrentDictionary<string, string> Read = new(StringComparer.Ordinal);

    /// <summary>The statement of one file, such as <c>Access/insert_token</c>.</summary>
    public static string Of(string name) => Read.GetOrAdd(name, static name =>
    {
        using var stream = typeof(SqlText).Assembly.GetManifestResourceStream($"Sql.{name}.sql")
            ?? throw new ArgumentException($"There is no statement '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
