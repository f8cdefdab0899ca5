using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Opens certificates. A failure is a sentence; it never quotes the bytes or the password.</summary>
internal static class KeyFiles
{
    /// <summary>A client certificate with its RSA key, from PKCS#12 or PEM bytes.</summary>
    public static X509Certificate2? Open(CloudKey.Certificate key, out string? problem)
    {
        try
        {
            var certificate = IsPem(key.Bytes.Span) ? FromPem(key) : FromPkcs12(key);
            using var rsa = certificate.GetRSAPrivateKey();
            if (rsa is not null)
            {
                problem = null;
                return certificate;
            }

            certificate.Dispose();
            problem = "the certificate has no RSA private key";
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            problem = "the certificate cannot be opened: no PKCS#12 or PEM, or a wrong password";
        }

        return null;
    }

    /// <summary>The root certificate of a set, as PEM.</summary>
    public static X509Certificate2? OpenRoot(string path, out string? problem)
    {
        try
        {
            problem = null;
            return X509Certificate2.CreateFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = "the root certificate of the endpoint set cannot be read";
            return null;
        }
    }

    private static bool IsPem(ReadOnlySpan<byte> bytes) => bytes.IndexOf("-----BEGIN "u8) >= 0;

    private static X509Certificate2 FromPem(CloudKey.Certificate key)
    {
        var text = Encoding.UTF8.GetString(key.Bytes.Span);
        return key.Password is { Length: > 0 } && text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(text, text, key.Password)
            : X509Certificate2.CreateFromPem(text, text);
    }

    /// <summary>The key stays in memory where the platform can do so (macOS cannot).</summary>
    private static X509Certificate2 FromPkcs12(CloudKey.Certificate key) =>
        X509CertificateLoader.LoadPkcs12(
            key.Bytes.Span,
            key.Password,
            OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);
}
