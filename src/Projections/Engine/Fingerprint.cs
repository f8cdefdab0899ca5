using System.Security.Cryptography;
using System.Text;

namespace Dropzone.Ledger.Projections.Engine;

/// <summary>What a generation was made by: its tables and its fold. Two generations of equal fingerprints hold the same rows for the same events.</summary>
/// <param name="Definitions">SHA-256 of the statements that make tables, indexes and functions, lower-case hex.</param>
/// <param name="Version">The fold's version.</param>
internal sealed record Fingerprint(string Definitions, int Version)
{
    /// <summary>That of this program.</summary>
    public static Fingerprint Of(IProjection projection)
    {
        var text = string.Join('\n', projection.Definitions.Concat(projection.Indexes).Concat(projection.Functions).Select(file => SqlFile.Read(file, "{schema}")));
        return new Fingerprint(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")))), projection.Version);
    }
}
