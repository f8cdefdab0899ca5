using System.Net;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Everything that <c>serve</c>, <c>demo</c> and the tests decide about one host. Nothing else is read from the environment.</summary>
public sealed record LedgerHostOptions
{
    /// <summary>Where the database is.</summary>
    public required LedgerConnections Connections { get; init; }

    /// <summary>Seals the connectors' secrets.</summary>
    public required MasterKey MasterKey { get; init; }

    /// <summary>The address to listen on. Another than loopback needs <see cref="Tls"/> or <see cref="TrustedProxies"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Certificate of the server, when it speaks TLS itself.</summary>
    public ServerCertificate? Tls { get; init; }

    /// <summary>Addresses of reverse proxies that speak TLS in front of this host; only their forwarded headers are believed.</summary>
    public IReadOnlyList<IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>Endpoint sets that connectors may name besides the four clouds.</summary>
    public IReadOnlyList<EndpointSet> EndpointSets { get; init; } = [];

    /// <summary>Whether this process polls, projects and announces; without it the host only answers requests.</summary>
    public bool Workers { get; init; } = true;

    /// <summary>How the pollers behave; null = the defaults.</summary>
    public PollerOptions? Polling { get; init; }

    /// <summary>How the write-back behaves; null = the defaults.</summary>
    public TicketSyncOptions? TicketSync { get; init; }

    /// <summary>How many requests an API is sent for one directory; null = the defaults.</summary>
    public RequestLimits? RequestLimits { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a read waits at most for the position that <c>atLeast</c> names.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a live stream says that it lives.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a live stream asks whether its token is still in force.</summary>
    public TimeSpan LiveRecheck { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Why these options may not be served; null when they may.</summary>
    public string? Refusal() =>
        !IPAddress.IsLoopback(Address) && Tls is null && TrustedProxies.Count == 0
            ? $"{Address} is reachable from other machines. Give a certificate (Ledger__Tls__CertificateFile and Ledger__Tls__KeyFile), or "
              + "name the reverse proxy that speaks TLS (Ledger__TrustedProxies__0), or listen on 127.0.0.1."
            : null;
}

/// <summary>A server certificate as two PEM files.</summary>
/// <param name="CertificateFile">The certificate, with its chain.</param>
/// <param name="KeyFile">The private key.</param>
public sealed record ServerCertificate(string CertificateFile, string KeyFile);
