using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Dropzone.Ledger.EventStore;

/// <summary>How the bytes of a document lie in the vault.</summary>
internal enum VaultEncoding
{
    AsIs = 0,
    Brotli = 1,
}

/// <summary>A document in the form of its row: compressed when that makes it smaller.</summary>
internal sealed record PackedDocument(byte[] Commitment, VaultKind Kind, byte[] Salt, int Size, VaultEncoding Encoding, byte[] Bytes)
{
    // Level 1 of Brotli: JSON shrinks to a fifth at well over 100 MB/s; higher levels cost more than the disk they save.
    private const int Quality = 1;
    private const int Window = 22;

    /// <summary>The row of a document; null when the document does not fit its commitment.</summary>
    public static PackedDocument? OfSealed(VaultEntry entry)
    {
        var commitment = new byte[SHA256.HashSizeInBytes];
        if (entry.Salt.Length != VaultEntry.SaltLength || !VaultCommitment.TryParse(entry.Commitment, commitment))
        {
            return null;
        }

        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        VaultCommitment.Hash(entry.Salt.Span, entry.Bytes.Span, actual);
        return actual.SequenceEqual(commitment) ? Pack(entry, commitment) : null;
    }

    private static PackedDocument Pack(VaultEntry entry, byte[] commitment)
    {
        var source = entry.Bytes.Span;
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(source.Length));
        var smaller = BrotliEncoder.TryCompress(source, buffer, out var length, Quality, Window) && length < source.Length;
        var packed = new PackedDocument(
            commitment,
            entry.Kind,
            WholeArray.Of(entry.Salt),
            source.Length,
            smaller ? VaultEncoding.Brotli : VaultEncoding.AsIs,
            smaller ? buffer[..length] : WholeArray.Of(entry.Bytes));
        ArrayPool<byte>.Shared.Return(buffer);
        return packed;
    }

    /// <summary>The original bytes.</summary>
    /// <exception cref="InvalidDataException">The row does not hold what its size says: it was damaged.</exception>
    public static byte[] Unpack(VaultEncoding encoding, byte[] bytes, int size)
    {
        if (encoding == VaultEncoding.AsIs)
        {
            return bytes;
        }

        var document = new byte[size];
        return BrotliDecoder.TryDecompress(bytes, document, out var length) && length == size
            ? document
            : throw new InvalidDataException("A vault document cannot be decompressed to the size that was recorded.");
    }
}
