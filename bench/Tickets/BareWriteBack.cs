using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Bench.Reads;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Simulator;
using Npgsql;

namespace Dropzone.Ledger.Bench.Tickets;

/// <summary>
/// The least that a write-back can be: commit an event, read the incident, replace it, read it again, commit an event. One open session with a
/// prepared statement, one open connection, a token that is there already, and no care at all.
/// </summary>
internal sealed class BareWriteBack : IAsyncDisposable
{
    private const string Version = "?api-version=2025-09-01";

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand append;
    private readonly HttpClient http;
    private long position;

    private BareWriteBack(NpgsqlConnection connection, HttpClient http)
    {
        (this.connection, this.http) = (connection, http);
        append = new NpgsqlCommand(BenchSql.Read("bare_ticket_event.sql"), connection) { Parameters = { new() { Value = 0L }, new() { Value = "" } } };
    }

    /// <summary>Makes the table, signs in and prepares.</summary>
    public static async Task<BareWriteBack> OpenAsync(string connectionString, SimulatedCloud cloud, CancellationToken cancellation)
    {
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await session.OpenAsync(cancellation);
        await using (var tables = new NpgsqlCommand(BenchSql.Read("bare_ticket_tables.sql"), session))
        {
            await tables.ExecuteNonQueryAsync(cancellation);
        }

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
        var bare = new BareWriteBack(session, client);
        await bare.append.PrepareAsync(cancellation);
        return bare;
    }

    /// <summary>Once: the status is set in the text just read.</summary>
    public async Task RunAsync(string incident, string from, string to, string data, CancellationToken cancellation)
    {
        await CommitAsync(data, cancellation);
        var address = new Uri(incident + Version, UriKind.Relative);
        var record = Encoding.UTF8.GetString(await http.GetByteArrayAsync(address, cancellation));
        using (var body = new StringContent(record.Replace($"\"status\":\"{from}\"", $"\"status\":\"{to}\"", StringComparison.Ordinal), Encoding.UTF8, "application/json"))
        using (var answer = await http.PutAsync(address, body, cancellation))
        {
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation);
        }

        await http.GetByteArrayAsync(address, cancellation);
        await CommitAsync(data, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await append.DisposeAsync();
        await connection.DisposeAsync();
        http.Dispose();
    }

    private async Task CommitAsync(string data, CancellationToken cancellation)
    {
        (append.Parameters[0].Value, append.Parameters[1].Value) = (++position, data);
        await append.ExecuteNonQueryAsync(cancellation);
    }

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
