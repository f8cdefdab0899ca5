using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Bench.Appending;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;
using Npgsql;

namespace Dropzone.Ledger.Bench.Tickets;

/// <summary>
/// The least that a write-back can be: commit an event, read the incident, replace it, read it again, commit an event. One open session with
/// prepared statements on a ledger of its own that nobody follows, one open connection, a token that is there already, and no care at all.
/// </summary>
internal sealed class BareWriteBack : IAsyncDisposable
{
    private const string Version = "?api-version=2025-09-01";

    private readonly BareAppend append;
    private readonly HttpClient http;
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);

    private BareWriteBack(BareAppend append, HttpClient http) => (this.append, this.http) = (append, http);

    /// <summary>Begins the incidents' streams, signs in and prepares.</summary>
    public static async Task<BareWriteBack> OpenAsync(
        NpgsqlDataSource source, SimulatedCloud cloud, IEnumerable<string> incidents, EventToAppend first, CancellationToken cancellation)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(cloud.CertificateAuthority);
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        });
        var tenant = cloud.Tenant;
        client.BaseAddress = new Uri(
            cloud.BaseAddress,
            $"/subscriptions/{tenant.SubscriptionId}/resourceGroups/{tenant.ResourceGroup}/providers/Microsoft.OperationalInsights/workspaces/{tenant.WorkspaceName}"
            + "/providers/Microsoft.SecurityInsights/incidents/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client, cloud, cancellation));
        var bare = new BareWriteBack(await BareAppend.OpenAsync(source, events: 1, newStreams: false, cancellation), client);
        await using var begin = await BareAppend.OpenAsync(source, events: 1, newStreams: true, cancellation);
        foreach (var incident in incidents)
        {
            await begin.WriteAsync(incident, 0, [first with { Id = Guid.NewGuid() }], cancellation);
            bare.versions[incident] = 1;
        }

        return bare;
    }

    /// <summary>Once: the status is set in the text just read.</summary>
    public async Task RunAsync(string incident, string from, string to, EventToAppend like, CancellationToken cancellation)
    {
        await CommitAsync(incident, like, cancellation);
        var address = new Uri(incident + Version, UriKind.Relative);
        var record = Encoding.UTF8.GetString(await http.GetByteArrayAsync(address, cancellation));
        using (var body = new StringContent(record.Replace($"\"status\":\"{from}\"", $"\"status\":\"{to}\"", StringComparison.Ordinal), Encoding.UTF8, "application/json"))
        using (var answer = await http.PutAsync(address, body, cancellation))
        {
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation);
        }

        await http.GetByteArrayAsync(address, cancellation);
        await CommitAsync(incident, like, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await append.DisposeAsync();
        http.Dispose();
    }

    private Task CommitAsync(string incident, EventToAppend like, CancellationToken cancellation) =>
        append.WriteAsync(incident, versions[incident]++, [like with { Id = Guid.NewGuid() }], cancellation);

    private static async Task<string> TokenAsync(HttpClient http, SimulatedCloud cloud, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = cloud.Tenant.ClientId.ToString(),
            ["client_secret"] = cloud.Tenant.ClientSecret,
            ["scope"] = Clouds.Public.ResourceManager.Scope,
        });
        using var answer = await http.PostAsync(new Uri(cloud.BaseAddress, $"/{cloud.Tenant.TenantId}/oauth2/v2.0/token"), form, cancellation);
        var said = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation);
        return JsonNode.Parse(said)!["access_token"]!.GetValue<string>();
    }
}
