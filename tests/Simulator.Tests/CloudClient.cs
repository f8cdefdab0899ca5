using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Simulator.Tests;

/// <summary>An answer with its parsed body.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Code => Json.GetProperty("error").GetProperty("code").GetString()!;

    public IReadOnlyList<JsonElement> Value => [.. Json.GetProperty("value").EnumerateArray()];

    public IReadOnlyList<JsonElement> Rows => [.. Json.GetProperty("tables")[0].GetProperty("rows").EnumerateArray()];

    public string? Next(string name = "@odata.nextLink") => Json.TryGetProperty(name, out JsonElement link) ? link.GetString() : null;
}

/// <summary>A plain HTTPS client that trusts the simulator's authority and nothing else.</summary>
internal sealed class CloudClient : IDisposable
{
    public const string Graph = "https://graph.microsoft.com";
    public const string Logs = "https://api.loganalytics.io";
    public const string Arm = "https://management.azure.com";

    private readonly HttpClient http;
    private readonly Dictionary<string, string> tokens = [];

    public CloudClient(SimulatedCloud cloud)
    {
        Cloud = cloud;
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { cloud.CertificateAuthority },
        };
        http = new HttpClient(handler) { BaseAddress = cloud.BaseAddress };
    }

    public SimulatedCloud Cloud { get; }

    public string Workspace => $"/subscriptions/{Cloud.Tenant.SubscriptionId}/resourceGroups/{Cloud.Tenant.ResourceGroup}"
        + $"/providers/Microsoft.OperationalInsights/workspaces/{Cloud.Tenant.WorkspaceName}";

    public string Incidents => Workspace + "/providers/Microsoft.SecurityInsights/incidents";

    public async Task<Answer> SendAsync(HttpMethod method, string url, HttpContent? content = null, string? bearer = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public Task<Answer> TokenAsync(string? tenant = null, params (string Name, string? Value)[] changes)
    {
        var form = new Dictionary<string, string?>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Cloud.Tenant.ClientId.ToString(),
            ["client_secret"] = Cloud.Tenant.ClientSecret,
            ["scope"] = Graph + "/.default",
        };
        foreach ((string name, string? value) in changes)
        {
            form[name] = value;
        }

        var content = new FormUrlEncodedContent(form.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value!)));
        return SendAsync(HttpMethod.Post, $"/{tenant ?? Cloud.Tenant.TenantId.ToString()}/oauth2/v2.0/token", content);
    }

    public async Task<string> BearerAsync(string resource)
    {
        if (!tokens.TryGetValue(resource, out string? token))
        {
            Answer answer = await TokenAsync(null, ("scope", resource + "/.default"));
            tokens[resource] = token = answer.Json.GetProperty("access_token").GetString()!;
        }

        return token;
    }

    public async Task<Answer> GraphAsync(string url, bool late = true) =>
        await SendAsync(HttpMethod.Get, url, null, await BearerAsync(Graph), late ? [("Prefer", "include-unknown-enum-members")] : []);

    public async Task<Answer> QueryAsync(string query, string? workspace = null, string? timespan = null)
    {
        string body = JsonSerializer.Serialize(new { query, timespan });
        return await SendAsync(
            HttpMethod.Post,
            $"/v1/workspaces/{workspace ?? Cloud.Tenant.WorkspaceId.ToString()}/query",
            new StringContent(body, Encoding.UTF8, "application/json"),
            await BearerAsync(Logs));
    }

    public async Task<Answer> ArmAsync(HttpMethod method, string path, string? body = null) => await SendAsync(
        method,
        path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "api-version=2025-09-01",
        body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        await BearerAsync(Arm));

    /// <summary>Follows the next links verbatim and returns every id.</summary>
    public async Task<List<string>> IdsAsync(string url)
    {
        var ids = new List<string>();
        for (string? next = url; next is not null;)
        {
            Answer page = await GraphAsync(next);
            Assert.Equal(200, page.Status);
            ids.AddRange(page.Value.Select(record => record.GetProperty("id").GetString()!));
            next = page.Next();
        }

        return ids;
    }

    public void Dispose() => http.Dispose();
}

/// <summary>A simulated cloud for one test class: still, unless a test moves it.</summary>
public sealed class CloudFixture : IAsyncLifetime
{
    public static SimulatorOptions Still { get; } = new() { GeneratedAlertsPerMinute = 0, InitialHistory = 120, Seed = 11 };

    public SimulatedCloud Cloud { get; private set; } = null!;

    internal CloudClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cloud = await SimulatedCloud.StartAsync(Still, CancellationToken.None);
        Client = new CloudClient(Cloud);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Cloud.DisposeAsync();
    }
}

/// <summary>A clock that stands where it is put.</summary>
internal sealed class HandClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
