using System.Security.Cryptography;

namespace Dropzone.Ledger.EventStore;

/// <summary>What a vault document holds.</summary>
public enum VaultKind
{
    /// <summary>The exact bytes that a source returned.</summary>
    Payload = 0,

    /// <summary>The users, addresses, devices and mail subjects of an alert.</summary>
    Entities = 1,
}

/// <summary>A document for the vault, with the commitment that stands in its event.</summary>
/// <param name="Commitment">SHA-256(salt ‖ bytes), lower-case hex.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Salt">32 random bytes, kept only in the vault: without them the commitment cannot be guessed.</param>
/// <param name="Bytes">The document, uncompressed.</param>
public sealed record VaultEntry(string Commitment, VaultKind Kind, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltLength = 32;

    /// <summary>Seals bytes under a fresh random salt.</summary>
    public static VaultEntry Seal(VaultKind kind, ReadOnlyMemory<byte> bytes)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new VaultEntry(VaultCommitment.Of(salt, bytes.Span), kind, salt, bytes);
    }
}
