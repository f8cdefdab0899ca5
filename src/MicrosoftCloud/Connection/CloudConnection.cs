using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// A signed-in application at one tenant of one cloud: one credential object with its token cache, one HTTP client, one pipeline an
/// API. Safe for many callers at once. Keep it as long as the connector's settings last, then dispose it.
/// </summary>
public sealed class CloudConnection : IDisposable
{
    private readonly CloudCredentials credentials;
    private readonly CloudConnectionOptions options;
    private readonly TimeProvider clock;
    private readonly HttpClient http;
    private readonly X509Certificate2? certificate;
    private readonly X509Certificate2? ownRoot;
    private readonly TokenCredential credential;
    private readonly CloudChannel[] channels;

    private CloudConnection(
        EndpointSet endpoints,
        CloudCredentials credentials,
        CloudConnectionOptions options,
        TimeProvider clock,
        X509Certificate2? certificate,
        X509Certificate2? ownRoot)
    {
        (Endpoints, this.credentials, this.options, this.clock) = (endpoints, credentials, options, clock);
        (this.certificate, this.ownRoot) = (certificate, ownRoot);
        http = TrustedTransport.Open(endpoints.TrustedRoot ?? ownRoot);
        var pipelines = new PipelineFactory(options, clock, http);
        credential = pipelines.Credential(endpoints, credentials, certificate);
        channels =
        [
            Channel(CloudService.Graph, endpoints.Graph),
            Channel(CloudService.LogAnalytics, endpoints.LogAnalytics),
            Channel(CloudService.ResourceManager, endpoints.ResourceManager),
        ];
        Graph = new GraphSecurityClient(At(CloudService.Graph), endpoints);
        Application = new ApplicationClient(At(CloudService.Graph), credentials.ClientId);
        LogAnalytics = new LogAnalyticsClient(At(CloudService.LogAnalytics), endpoints, options);

        CloudChannel Channel(CloudService service, CloudEndpoint endpoint) =>
            new(service, endpoint, pipelines.Build(credential, endpoint.Scope), credentials.Key, clock);
    }

    /// <summary>The endpoints in use.</summary>
    public EndpointSet Endpoints { get; }

    /// <summary>Alerts and incidents of Microsoft Graph.</summary>
    public GraphSecurityClient Graph { get; }

    /// <summary>The application's own registration: when its secrets end.</summary>
    public ApplicationClient Application { get; }

    /// <summary>Log Analytics queries.</summary>
    public LogAnalyticsClient LogAnalytics { get; }

    /// <summary>Mails as evidence, found by their internet message id.</summary>
    public MailEvidenceClient Mails => new(At(CloudService.Graph));

    /// <summary>What may be said about the client certificate; null with a client secret.</summary>
    public CertificateFacts? Certificate => certificate is null
        ? null
        : new(certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    /// <summary>Opens a connection; nothing is sent yet. Fails when settings or certificate are unusable.</summary>
    public static CloudResult<CloudConnection> Open(
        EndpointSet endpoints, CloudCredentials credentials, CloudConnectionOptions? options = null, TimeProvider? clock = null)
    {
        var problems = EndpointRules.Problems(endpoints).Concat(CredentialRules.Problems(credentials)).ToList();
        if (problems.Count > 0)
        {
            return Refused(CloudErrorKind.SettingsInvalid, string.Join("; ", problems));
        }

        X509Certificate2? root = null;
        if (endpoints is { TrustedRoot: null, TrustedRootPemPath: { } path })
        {
            root = KeyFiles.OpenRoot(path, out var problem);
            if (root is null)
            {
                return Refused(CloudErrorKind.SettingsInvalid, problem!);
            }
        }

        X509Certificate2? clientCertificate = null;
        if (credentials.Key is CloudKey.Certificate key)
        {
            clientCertificate = KeyFiles.Open(key, out var problem);
            if (clientCertificate is null)
            {
                root?.Dispose();
                return Refused(CloudErrorKind.CertificateUnreadable, problem!);
            }
        }

        return CloudResult.Ok(new CloudConnection(
            endpoints, credentials, options ?? new(), clock ?? TimeProvider.System, clientCertificate, root));
    }

    /// <summary>
    /// The same connection with an empty token cache: a permission granted since shows only in a new token. The caller disposes it.
    /// </summary>
    public CloudResult<CloudConnection> Fresh() => Open(Endpoints, credentials, options, clock);

    /// <summary>The Sentinel incidents of one workspace.</summary>
    public SentinelIncidentsClient SentinelIncidents(SentinelWorkspace workspace) =>
        new(At(CloudService.ResourceManager), Endpoints, workspace);

    /// <summary>Signs in for one API and reads what its token grants (from the cache, while the token is good).</summary>
    public async Task<CloudResult<AccessGrant>> ReadGrantAsync(CloudService service, CancellationToken cancellation = default)
    {
        try
        {
            var token = await credential
                .GetTokenAsync(new TokenRequestContext([At(service).Scope], isCaeEnabled: true), cancellation)
                .ConfigureAwait(false);
            return CloudResult.Ok(AccessGrant.Read(token.Token, token.ExpiresOn));
        }
        catch (Exception e) when (ExceptionErrors.IsExpected(e))
        {
            cancellation.ThrowIfCancellationRequested();
            return CloudResult.Failed<AccessGrant>(ExceptionErrors.Read(e, service, credentials.Key, clock.GetUtcNow()));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        certificate?.Dispose();
        ownRoot?.Dispose();
    }

    private CloudChannel At(CloudService service) =>
        channels.FirstOrDefault(c => c.Service == service) ?? throw new ArgumentOutOfRangeException(nameof(service));

    private static CloudResult<CloudConnection> Refused(CloudErrorKind kind, string problem) =>
        CloudResult.Failed<CloudConnection>(new CloudError(kind, CloudService.Entra) { Detail = problem });
}
