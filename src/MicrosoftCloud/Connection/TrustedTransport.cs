using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// The HTTP client of one connection. It follows no redirect and keeps no cookie. A set with a root certificate of its own trusts that
/// root only, and reaches its server without a proxy; every other set trusts what the system trusts.
/// </summary>
internal static class TrustedTransport
{
    public static HttpClient Open(X509Certificate2? root)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            // Longer than the usual poll interval: a quiet connector does not shake hands anew at each poll.
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            MaxConnectionsPerServer = 16,
        };
        if (root is not null)
        {
            handler.UseProxy = false;
            handler.SslOptions.CertificateChainPolicy = OnlyRoot(root);
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static X509ChainPolicy OnlyRoot(X509Certificate2 root)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // Such a root belongs to a server that publishes no revocation list.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(root);
        return policy;
    }
}
