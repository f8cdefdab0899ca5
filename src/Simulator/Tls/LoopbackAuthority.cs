using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dropzone.Ledger.Simulator.Tls;

/// <summary>
/// A certificate authority for loopback only, and the server certificate it signed. Clients are told to trust it;
/// it is never installed in a machine's store.
/// </summary>
internal sealed class LoopbackAuthority : IDisposable
{
    private const string CertificateFile = "simulator-ca.pem";
    private const string KeyFile = "simulator-ca.key";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private LoopbackAuthority(X509Certificate2 authority, X509Certificate2 server)
    {
        Authority = authority;
        Server = server;
    }

    /// <summary>The public part of the authority.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The server certificate with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Reads the authority of <paramref name="stateDirectory"/>, or makes one, and signs a fresh server certificate.</summary>
    public static LoopbackAuthority Open(string? stateDirectory, DateTimeOffset now)
    {
        using X509Certificate2 signing = Load(stateDirectory, now) ?? Create(stateDirectory, now);
        X509Certificate2 server = SignServer(signing, now);
        return new LoopbackAuthority(X509CertificateLoader.LoadCertificate(signing.RawData), server);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }

    private static X509Certificate2? Load(string? directory, DateTimeOffset now)
    {
        if (directory is null || !File.Exists(Path.Combine(directory, CertificateFile)) || !File.Exists(Path.Combine(directory, KeyFile)))
        {
            return null;
        }

        X509Certificate2 kept = X509Certificate2.CreateFromPemFile(Path.Combine(directory, CertificateFile), Path.Combine(directory, KeyFile));
        if (kept.NotAfter.ToUniversalTime() > now.AddDays(2).UtcDateTime && kept.NotBefore.ToUniversalTime() <= now.UtcDateTime)
        {
            return kept;
        }

        kept.Dispose();
        return null;
    }

    private static X509Certificate2 Create(string? directory, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Dropzone Ledger Simulator", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        X509Certificate2 authority = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        if (directory is not null)
        {
            Directory.CreateDirectory(directory);
            Write(Path.Combine(directory, CertificateFile), authority.ExportCertificatePem());
            Write(Path.Combine(directory, KeyFile), key.ExportPkcs8PrivateKeyPem());
        }

        return authority;
    }

    private static X509Certificate2 SignServer(X509Certificate2 authority, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var authorityEnd = new DateTimeOffset(authority.NotAfter.ToUniversalTime());
        DateTimeOffset end = now.AddYears(1) < authorityEnd ? now.AddYears(1) : authorityEnd;
        using X509Certificate2 signed = request.Create(authority, now.AddDays(-1), end, RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        using var stream = new FileStream(path, options);
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }
}
