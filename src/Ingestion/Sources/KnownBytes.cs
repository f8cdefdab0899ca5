using System.Security.Cryptography;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// What mappers made of bytes that were received before: each poll asks again for its overlap, and the same bytes are the same version of the same record.
/// Knowing so costs their digest, reading them many times that. A forgotten one costs a reading, nothing else.
/// </summary>
internal sealed class KnownBytes
{
    private const int Most = 50_000;
    private readonly Dictionary<UInt128, RecordIdentity> known = [];

    /// <summary>The identity of the record that these bytes are; <paramref name="read"/> reads them when they are new.</summary>
    public RecordIdentity IdentityOf(ReadOnlySpan<byte> bytes, Func<RecordIdentity> read)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        var key = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
        if (!known.TryGetValue(key, out var identity))
        {
            if (known.Count >= Most)
            {
                known.Clear();
            }

            known[key] = identity = read();
        }

        return identity;
    }
}
