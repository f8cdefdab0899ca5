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
    private readonly RequestBudgets? budgets;
    private readonly CloudChannel[] channels;

    private CloudConnection(
        EndpointSet endpoints,
        CloudCredentials credentials,
        CloudConnectionOptions options,
        TimeProvider clock,
        RequestBudgets? budgets,
        X509Certificate2? certificate,
        X509Certificate2? ownRoot)
    {
        this.budgets = budgets;
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
            Channel(CloudService.Outlook, endpoints.Graph),
            .. endpoints.Exchange is { } exchange ? [Channel(CloudService.Exchange, exchange)] : Array.Empty<CloudChannel>(),
        ];
        Graph = new GraphSecurityClient(At(CloudService.Graph), endpoints);
        EmailThreats = new EmailThreatsClient(At(CloudService.Graph), endpoints);
        Hunting = new HuntingClient(At(CloudService.Graph), endpoints);
        Application = new ApplicationClient(At(CloudService.Graph), credentials.ClientId);
        LogAnalytics = new LogAnalyticsClient(At(CloudService.LogAnalytics), endpoints, options);

        CloudChannel Channel(CloudService service, CloudEndpoint endpoint) =>
            new(service, endpoint, pipelines.Build(credential, endpoint.Scope, BudgetOf(service)), credentials.Key, clock);

        BudgetPolicy? BudgetOf(CloudService service) =>
            budgets is null ? null : new BudgetPolicy(budgets, credentials.TenantId, service, clock);
    }

    /// <summary>The endpoints in use.</summary>
    public EndpointSet Endpoints { get; }

    /// <summary>Alerts and incidents of Microsoft Graph.</summary>
    public GraphSecurityClient Graph { get; }

    /// <summary>Mails that people submitted to Microsoft.</summary>
    public EmailThreatsClient EmailThreats { get; }

    /// <summary>Advanced hunting.</summary>
    public HuntingClient Hunting { get; }

    /// <summary>The application's own registration: when its secrets end.</summary>
    public ApplicationClient Application { get; }

    /// <summary>Log Analytics queries.</summary>
    public LogAnalyticsClient LogAnalytics { get; }

    /// <summary>Mails as evidence, found by their internet message id. They are mailboxes: Outlook's limits hold for them, not Graph security's.</summary>
    public MailEvidenceClient Mails => new(At(CloudService.Outlook));

    /// <summary>What may be said about the client certificate; null with a client secret.</summary>
    public CertificateFacts? Certificate => certificate is null
        ? null
        : new(certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    /// <summary>
    /// Opens a connection; nothing is sent yet. Fails when settings or certificate are unusable. With <paramref name="budgets"/>, throttled
    /// answers and repeats count in the budgets that the process shares; each call itself is paid for by its caller.
    /// </summary>
    public static CloudResult<CloudConnection> Open(
        EndpointSet endpoints,
        CloudCredentials credentials,
        CloudConnectionOptions? options = null,
        TimeProvider? clock = null,
        RequestBudgets? budgets = null)
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
            endpoints, credentials, options ?? new(), clock ?? TimeProvider.System, budgets, clientCertificate, root));
    }

    /// <summary>
    /// The same connection with an empty token cache: a permission granted since shows only in a new token. The caller disposes it.
    /// </summary>
    public CloudResult<CloudConnection> Fresh() => Open(Endpoints, credentials, options, clock, budgets);

    /// <summary>The Sentinel incidents of one workspace.</summary>
    public SentinelIncidentsClient SentinelIncidents(SentinelWorkspace workspace) =>
        new(At(CloudService.ResourceManager), Endpoints, workspace);

    /// <summary>One mailbox.</summary>
    /// <param name="address">Its address.</param>
    public MailboxClient Mailbox(string address) => new(At(CloudService.Outlook), Endpoints, address);

    /// <summary>The quarantine of an organisation; null where the endpoint set names no Exchange.</summary>
    /// <param name="organizationId">The initial domain, such as <c>example.onmicrosoft.com</c>.</param>
    public QuarantineClient? Quarantine(string organizationId) => Endpoints.Refuses(CloudSources.Exchange) is null
        ? new(At(CloudService.Exchange), organizationId)
        : null;

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

    /// <summary>
    /// When the secret or certificate in use ends. A certificate says so itself; a secret's end stands in the application's registration,
    /// which only its home tenant holds: null when it is not there.
    /// </summary>
    public async Task<CloudResult<DateTimeOffset?>> ReadCredentialEndAsync(CancellationToken cancellation = default)
    {
        if (Certificate is { } own)
        {
            return CloudResult.Ok<DateTimeOffset?>(own.NotAfter);
        }

        var keys = await Application.ListKeysAsync(cancellation).ConfigureAwait(false);
        return keys.Then(list => CloudResult.Ok(CredentialEnd.Of(list, credentials.Key.SecretText ?? "", clock.GetUtcNow())));
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
