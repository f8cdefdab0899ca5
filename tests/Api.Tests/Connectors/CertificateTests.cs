using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Cli;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.Simulator;

namespace Dropzone.Ledger.Api.Tests.Connectors;

/// <summary>A connector that signs in with a certificate, from the settings to the alerts, by HTTP and by the command line.</summary>
public sealed class when_a_connector_has_a_certificate : IAsyncLifetime
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"connector-{Guid.NewGuid():N}.json");
    private SimulatedCloud cloud = null!;
    private RunningLedger ledger = null!;
    private X509Certificate2 certificate = null!;

    public async Task InitializeAsync()
    {
        using var key = RSA.Create(2048);
        certificate = new CertificateRequest("CN=ledger", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(20));
        cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { InitialHistory = 30, GeneratedAlertsPerMinute = 0 }, CancellationToken.None);
        Assert.True(cloud.AddCertificate(cloud.Tenant.ClientId, certificate));
        ledger = await RunningLedger.StartAsync(options => options with { EndpointSets = [SimulatedSources.SetOf(cloud)] });
    }

    public async Task DisposeAsync()
    {
        File.Delete(file);
        await ledger.DisposeAsync();
        await cloud.DisposeAsync();
        certificate.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task it_is_stored_tested_and_polled_and_only_its_thumbprint_and_its_end_are_ever_shown(bool pem)
    {
        var client = await ledger.ClientAsync(Role.Admin);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Settings("signed", pem));
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());

        using var tested = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/signed/test");
        var test = await tested.JsonAsync();
        Assert.True(test.GetProperty("passed").GetBoolean(), test.GetRawText());
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), test.GetProperty("credentialEndsAt").GetDateTimeOffset().UtcDateTime);
        using var polled = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/signed/poll");
        Assert.True(polled.IsSuccessStatusCode, await polled.Content.ReadAsStringAsync());
        Assert.NotEmpty(await ledger.Database.Log.ReadLogAsync("default", 0, 1, new EventStore.LogFilter(["alert_ingested"])));

        var shown = (await client.GetJsonAsync("/api/v1/connectors/signed")).GetRawText();
        Assert.Contains(certificate.GetCertHashString(HashAlgorithmName.SHA256), shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("PRIVATE KEY", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\"certificate\":", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_command_line_adds_tests_and_polls_it_and_says_when_the_source_does_not_know_it_any_more()
    {
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Settings("by-hand", pem: true)));
        Assert.Equal(ExitCode.Done, await RunAsync("connector", "test", "--file", file));
        Assert.Equal(ExitCode.Done, await RunAsync("connector", "add", "--file", file));
        Assert.Equal(ExitCode.Done, await RunAsync("connector", "test", "by-hand"));
        Assert.Equal(ExitCode.Done, await RunAsync("connector", "poll", "by-hand"));
        Assert.NotEmpty(await ledger.Database.Log.ReadLogAsync("default", 0, 1, new EventStore.LogFilter(["alert_ingested"])));

        // Polls may go on with a token for an hour; a test signs in anew.
        cloud.RemoveCertificates(cloud.Tenant.ClientId);
        Assert.NotEqual(ExitCode.Done, await RunAsync("connector", "test", "by-hand"));
        var client = await ledger.ClientAsync(Role.Engineer);
        using var tested = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/by-hand/test");
        Assert.Equal("certificate-not-accepted", (await tested.JsonAsync()).GetProperty("rows")[0].GetProperty("code").GetString());
    }

    private async Task<int> RunAsync(params string[] verbs) => await LedgerCommandLine.RunAsync(
        [.. verbs, "--url", ledger.Address, "--token", (await ledger.TokenAsync(Role.Admin)).Secret.Text]);

    private object Settings(string id, bool pem) => new
    {
        id,
        kind = "microsoft365",
        cloud = "simulated",
        pollLookback = "P7D",
        credentials = pem
            ? new Dictionary<string, string> { ["clientId"] = $"{cloud.Tenant.ClientId}", ["tenantId"] = $"{cloud.Tenant.TenantId}", ["certificate"] = Pem() }
            : new()
            {
                ["clientId"] = $"{cloud.Tenant.ClientId}",
                ["tenantId"] = $"{cloud.Tenant.TenantId}",
                ["certificate"] = Convert.ToBase64String(certificate.Export(X509ContentType.Pfx, "pass word")),
                ["certificatePassword"] = "pass word",
            },
    };

    private string Pem()
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
    }
}
