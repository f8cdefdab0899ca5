using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.EndToEnd.Simulation;

/// <summary>Speaks to the control endpoint of the simulated Microsoft cloud that the demo runs.</summary>
public sealed class SimulatorControl : IDisposable
{
    private readonly HttpClient http;

    /// <summary>Reaches a simulator.</summary>
    /// <param name="address">Its address on loopback.</param>
    /// <param name="key">What its control endpoint asks for.</param>
    /// <param name="authorityFile">The certificate authority that the simulator keeps, as PEM.</param>
    public SimulatorControl(Uri address, string key, string authorityFile)
    {
        http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        })
        {
            BaseAddress = address,
        };
        http.DefaultRequestHeaders.Add("X-Control-Key", key);
    }

    /// <summary>Publishes a Defender alert with its bytes unchanged.</summary>
    public Task PublishAlertAsync(string json) => PostAsync("/control/alerts", json);

    /// <summary>Registers an application that may read incidents of the workspace.</summary>
    /// <returns>Its id and its secret.</returns>
    public async Task<(string ClientId, string Secret)> RegisterSentinelReaderAsync(string name)
    {
        var registered = await PostAsync("/control/apps", JsonSerializer.Serialize(new { name }));
        var id = registered.GetProperty("clientId").GetString()!;
        await PostAsync($"/control/apps/{id}", """{"grantAzureRole":"Microsoft Sentinel Reader"}""");
        return (id, registered.GetProperty("secrets")[0].GetProperty("value").GetString()!);
    }

    /// <summary>Registers an application that may read Defender alerts.</summary>
    /// <returns>Its id and its secret.</returns>
    public async Task<(string ClientId, string Secret)> RegisterAlertReaderAsync(string name)
    {
        var registered = await PostAsync("/control/apps", JsonSerializer.Serialize(new { name }));
        var id = registered.GetProperty("clientId").GetString()!;
        await PostAsync($"/control/apps/{id}", """{"grantGraphRole":"SecurityAlert.Read.All"}""");
        return (id, registered.GetProperty("secrets")[0].GetProperty("value").GetString()!);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<JsonElement> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
