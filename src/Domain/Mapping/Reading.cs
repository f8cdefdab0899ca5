using System.Globalization;
using System.Security.Cryptography;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>What is noted while one record is read.</summary>
internal sealed class Reading
{
    /// <summary>A record broken in thousands of places says so in a few lines: warnings stand in an event.</summary>
    private const int MostWarnings = 50;

    private readonly List<string> warnings = [];
    private readonly List<string> known = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int unsaid;

    /// <summary>The paths that were present and read, in order.</summary>
    internal IReadOnlyList<string> Known => known;

    /// <summary>The warnings, the last one counting those left out.</summary>
    internal IReadOnlyList<string> Warnings => unsaid == 0
        ? warnings
        : [.. warnings, string.Create(CultureInfo.InvariantCulture, $"and {unsaid} more")];

    internal void Read(string path)
    {
        if (seen.Add(path))
        {
            known.Add(path);
        }
    }

    internal void Warn(string path, string what)
    {
        if (warnings.Count < MostWarnings)
        {
            warnings.Add($"{path}: {what}");
        }
        else
        {
            unsaid++;
        }
    }

    /// <summary>The id of a record whose own id cannot be read.</summary>
    internal string IdOf(ReadOnlySpan<byte> bytes, string path)
    {
        Warn(path, "no id; the record is named by the digest of its bytes");
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
