using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dropzone.Ledger.Domain.Streams;

/// <summary>RFC 9562 version 5 UUIDs: the same names always give the same id.</summary>
public static class NameBasedGuid
{
    /// <summary>The id of a list of parts under a namespace. Each part is written with its length, so that no two lists share a name.</summary>
    public static Guid Of(Guid space, params ReadOnlySpan<string> parts)
    {
        var name = new StringBuilder();
        foreach (var part in parts)
        {
            name.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(part)}:").Append(part);
        }

        return OfName(space, Encoding.UTF8.GetBytes(name.ToString()));
    }

    /// <summary>RFC 9562 section 5.5 to the letter.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Version 5 is defined on SHA-1; nothing relies on its strength.")]
    public static Guid OfName(Guid space, ReadOnlySpan<byte> name)
    {
        var input = new byte[16 + name.Length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input.AsSpan(16));
        var hash = SHA1.HashData(input).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
