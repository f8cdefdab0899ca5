using System.IO.Compression;

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

    public static PackedDocument Of(VaultEntry entry)
    {
        var source = entry.Bytes.Span;
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(source.Length)];
        var smaller = BrotliEncoder.TryCompress(source, packed, out var length, Quality, Window) && length < source.Length;
        return new PackedDocument(
            Convert.FromHexString(entry.Commitment),
            entry.Kind,
            entry.Salt.ToArray(),
            source.Length,
            smaller ? VaultEncoding.Brotli : VaultEncoding.AsIs,
            smaller ? packed[..length] : source.ToArray());
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
