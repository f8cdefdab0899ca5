using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Dropzone.Ledger.EventStore;

/// <summary>One numbered step of a schema, run once.</summary>
/// <param name="Version">1, 2, 3 … without a hole.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Sql">The statements.</param>
public sealed record MigrationScript(int Version, string Name, string Sql)
{
    /// <summary>SHA-256 of the statements with line ends as LF, lower-case hex.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Reads embedded resources <c>{prefix}NNNN_name.sql</c> in order of their number.</summary>
    /// <exception cref="ArgumentException">There is none, or a number is missing or used twice.</exception>
    public static IReadOnlyList<MigrationScript> FromResources(Assembly assembly, string prefix)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var scripts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Read(assembly, name, name[prefix.Length..^4]))
            .OrderBy(static script => script.Version)
            .ToList();
        if (scripts.Count == 0 || scripts.Where(static (script, index) => script.Version != index + 1).Any())
        {
            throw new ArgumentException($"The migrations under '{prefix}' are not numbered 1..n.", nameof(prefix));
        }

        return scripts;
    }

    private static MigrationScript Read(Assembly assembly, string resource, string file)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var underscore = file.IndexOf('_', StringComparison.Ordinal);
        var version = int.Parse(file.AsSpan(0, underscore), NumberStyles.None, CultureInfo.InvariantCulture);
        return new MigrationScript(version, file[(underscore + 1)..], reader.ReadToEnd());
    }
}
