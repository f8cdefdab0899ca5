using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Where and how the server listens.</summary>
public static class Listening
{
    /// <summary>Largest request body: settings and notes are small, nothing is uploaded.</summary>
    public const long LargestBody = 1024 * 1024;

    internal static void Configure(KestrelServerOptions server, LedgerHostOptions options)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = LargestBody;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        server.Listen(options.Address, options.Port, listen =>
        {
            if (options.Tls is { } tls)
            {
                listen.UseHttps(X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile));
            }
        });
    }
}
