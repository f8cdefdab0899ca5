using System.Buffers;
using System.Security.Cryptography;

namespace Dropzone.Ledger.EventStore;

/// <summary>The salted commitment by which an event points to a vault document.</summary>
public static class VaultCommitment
{
    /// <summary>Length of the text form.</summary>
    public const int Length = 64;

    private const int LargestCopy = 65_536;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>SHA-256(salt ‖ bytes) as lower-case hex.</summary>
    public static string Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(salt, bytes, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>SHA-256(salt ‖ bytes).</summary>
    internal static void Hash(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        // One call over a pooled copy: an incremental hash is an object to make and to dispose for each of thousands of documents.
        var length = salt.Length + bytes.Length;
        if (length > LargestCopy)
        {
            using var parts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            parts.AppendData(salt);
            parts.AppendData(bytes);
            parts.GetHashAndReset(hash);
            return;
        }

        var whole = ArrayPool<byte>.Shared.Rent(length);
        salt.CopyTo(whole);
        bytes.CopyTo(whole.AsSpan(salt.Length));
        SHA256.HashData(whole.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(whole);
    }

    /// <summary>The bytes of a commitment; false when the text is none.</summary>
    internal static bool TryParse(string text, Span<byte> commitment) =>
        IsWellFormed(text) && Convert.FromHexString(text, commitment, out _, out _) == OperationStatus.Done;

    /// <summary>Whether a text has the form of a commitment.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Length && !text.AsSpan().ContainsAnyExcept(Digits);
}
