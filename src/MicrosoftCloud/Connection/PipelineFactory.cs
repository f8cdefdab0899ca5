using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// Sets the pipelines of a connection up: retries, limits, diagnostics without content. The token service and the APIs share the
/// HTTP client, and with it what is trusted.
/// </summary>
internal sealed class PipelineFactory(CloudConnectionOptions options, TimeProvider clock, HttpClient http)
{
    private const int LargestTokenAnswer = 1024 * 1024;

    /// <summary>The pipeline of one API. With a budget, its repeats are paid for and its throttles are heard.</summary>
    public HttpPipeline Build(TokenCredential credential, string scope, HttpPipelinePolicy? budget)
    {
        var api = Set(new ApiOptions(), options.LargestAnswer);
        if (budget is not null)
        {
            api.AddPolicy(budget, HttpPipelinePosition.PerRetry);
        }

        return HttpPipelineBuilder.Build(api, new BearerTokenAuthenticationPolicy(credential, scope));
    }

    public TokenCredential Credential(EndpointSet endpoints, CloudCredentials credentials, X509Certificate2? certificate) =>
        credentials.Key switch
        {
            CloudKey.ClientSecret secret => new ClientSecretCredential(
                credentials.TenantId,
                credentials.ClientId,
                secret.Value,
                Set(new ClientSecretCredentialOptions { AuthorityHost = endpoints.AuthorityHost, DisableInstanceDiscovery = true }, LargestTokenAnswer)),
            _ => new ClientCertificateCredential(
                credentials.TenantId,
                credentials.ClientId,
                certificate ?? throw new ArgumentNullException(nameof(certificate)),
                Set(new ClientCertificateCredentialOptions { AuthorityHost = endpoints.AuthorityHost, DisableInstanceDiscovery = true }, LargestTokenAnswer)),
        };

    private T Set<T>(T client, int largestAnswer)
        where T : ClientOptions
    {
        client.Transport = new HttpClientTransport(http);
        client.RetryPolicy = new PatientRetries(options, clock);
        client.Retry.NetworkTimeout = options.NetworkTimeout;
        client.AddPolicy(new AnswerLimit(largestAnswer), HttpPipelinePosition.BeforeTransport);
        client.Diagnostics.IsLoggingContentEnabled = false;
        client.Diagnostics.IsTelemetryEnabled = false;
        client.Diagnostics.ApplicationId = "dropzone-ledger";
        return client;
    }

    private sealed class ApiOptions : ClientOptions;
}
