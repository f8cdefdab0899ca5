using System.Security.Cryptography;

namespace Dropzone.Ledger.EventStore;

/// <summary>The salted commitment by which an event points to a vault document.</summary>
public static class VaultCommitment
{
    /// <summary>Length of the text form.</summary>
    public const int Length = 64;

    /// <summary>SHA-256(salt ‖ bytes) as lower-case hex.</summary>
    public static string Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a text has the form of a commitment.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Length && text.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
