using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Where and how the server listens.</summary>
public static class Listening
{
    /// <summary>Largest request body: settings and notes are small, nothing is uploaded.</summary>
    public const long LargestBody = 1024 * 1024;

    /// <summary>
    /// A request goes on where the socket was read, which is a thread of the pool already: no endpoint blocks, so that another hop would only cost time.
    /// Few connections come, and stay: each may hold its buffer.
    /// </summary>
    internal static void Configure(SocketTransportOptions transport)
    {
        transport.UnsafePreferInlineScheduling = true;
        transport.WaitForDataBeforeAllocatingBuffer = false;
    }

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
