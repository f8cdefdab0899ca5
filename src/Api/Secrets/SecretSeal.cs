using System.Security.Cryptography;
using System.Text.Json;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>Where a sealed secret belongs. Moving the bytes to another place makes them unreadable.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Connector">The connector's slug.</param>
/// <param name="Field">The field, such as <c>credentials.clientSecret</c>.</param>
/// <param name="Revision">The revision of the settings that it was given with.</param>
public sealed record SecretPlace(string Tenant, string Connector, string Field, int Revision)
{
    internal byte[] AssociatedData() => JsonSerializer.SerializeToUtf8Bytes(new object[] { Tenant, Connector, Field, Revision });
}

/// <summary>AES-256-GCM: one version byte, 12 bytes nonce, 16 bytes tag, the rest.</summary>
public static class SecretSeal
{
    private const byte Version = 1;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Header = 1 + Nonce + Tag;

    /// <summary>Seals bytes for one place, under a fresh random nonce.</summary>
    public static byte[] Seal(MasterKey key, SecretPlace place, ReadOnlySpan<byte> secret)
    {
        var box = new byte[Header + secret.Length];
        box[0] = Version;
        RandomNumberGenerator.Fill(box.AsSpan(1, Nonce));
        using var aes = new AesGcm(key.Bytes, Tag);
        aes.Encrypt(
            box.AsSpan(1, Nonce), secret, box.AsSpan(Header), box.AsSpan(1 + Nonce, Tag), place.AssociatedData());
        return box;
    }

    /// <summary>Opens what was sealed for this place under this key; null when it was not, or was changed.</summary>
    public static byte[]? Open(MasterKey key, SecretPlace place, ReadOnlySpan<byte> box)
    {
        if (box.Length < Header || box[0] != Version)
        {
            return null;
        }

        var secret = new byte[box.Length - Header];
        using var aes = new AesGcm(key.Bytes, Tag);
        try
        {
            aes.Decrypt(box.Slice(1, Nonce), box[Header..], box.Slice(1 + Nonce, Tag), secret, place.AssociatedData());
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
