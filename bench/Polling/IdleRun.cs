using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dropzone.Ledger.Bench.Reporting;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Bench.Polling;

/// <summary>Measures the CPU of this process alone: the simulator and PostgreSQL are processes of their own.</summary>
internal static class IdleRun
{
    private const int Alerts = 115;
    private const double Most = 3;

    public static async Task<int> RunAsync(Report report, int polls, int rounds, CancellationToken cancellation)
    {
        await using var server = await BenchServer.StartAsync(cancellation);
        await using var cloud = await SimulatorProcess.StartAsync(Directory.CreateDirectory(Path.Combine(server.Folder, "simulator")).FullName, Alerts, cancellation);
        await using var ledger = await PolledLedger.StartAsync(await server.DatabaseAsync("idle", cancellation), cloud, 1, TimeSpan.FromHours(12), cancellation);
        var known = await PollAsync(ledger, cancellation);
        var page = await PollAsync(ledger, cancellation);
        report.Say($"{known.New} alerts are known; a poll receives {page.Received} of them and {page.New} new ones");
        using var http = Trusting(cloud);
        var bare = await BareAsync(cloud, http, cancellation);
        var (bares, polled) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var one = await CpuAsync(polls, () => GetAsync(http, bare, cancellation));
            var other = await CpuAsync(polls, () => PollAsync(ledger, cancellation));
            if (round > 0)
            {
                bares.Add(one);
                polled.Add(other);
            }
        }

        report.Give(Figure.Compared("poll.idle", "ms CPU", polled, bares, Bar.AtMost(Most)));
        return report.ExitCode;
    }

    private static async Task<double> CpuAsync(int times, Func<Task> act)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
        {
            await act();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / times;
    }

    private static async Task<WindowCounts> PollAsync(PolledLedger ledger, CancellationToken cancellation)
    {
        while (true)
        {
            switch (await ledger.Pollers.PollOnceAsync(BenchDatabase.Tenant, "c0", cancellation))
            {
                case PollOutcome.Polled { Resources: [{ Failure: null } only] }:
                    return only.Counts;
                case PollOutcome.Polled { Resources: [{ Failure: { } failure }] }:
                    throw new InvalidOperationException($"The poll failed: {failure.Code}: {failure.Message}");
                default:
                    await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
                    break;
            }
        }
    }

    private static async Task GetAsync(HttpClient http, Uri page, CancellationToken cancellation)
    {
        var bytes = await http.GetByteArrayAsync(page, cancellation);
        using var parsed = JsonDocument.Parse(bytes);
        if (parsed.RootElement.GetProperty("value").GetArrayLength() == 0)
        {
            throw new InvalidOperationException("The page is empty.");
        }
    }

    private static async Task<Uri> BareAsync(SimulatorProcess cloud, HttpClient http, CancellationToken cancellation)
    {
        var key = (MicrosoftCloud.CloudKey.ClientSecret)cloud.Credentials.Key;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = cloud.Credentials.ClientId,
            ["client_secret"] = key.Value,
            ["scope"] = cloud.Endpoints.Graph.Scope,
        });
        using var token = await http.PostAsync(new Uri(cloud.Endpoints.AuthorityHost, $"{cloud.Credentials.TenantId}/oauth2/v2.0/token"), form, cancellation);
        using var answer = JsonDocument.Parse(await token.Content.ReadAsByteArrayAsync(cancellation));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.RootElement.GetProperty("access_token").GetString());
        http.DefaultRequestHeaders.TryAddWithoutValidation("Prefer", "include-unknown-enum-members");
        var from = TimeProvider.System.GetUtcNow().AddDays(-30).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return new Uri(cloud.Endpoints.Graph.Address, $"/v1.0/security/alerts_v2?$filter=lastUpdateDateTime%20ge%20{from}&$orderby=lastUpdateDateTime%20asc&$top=1000");
    }

    private static HttpClient Trusting(SimulatorProcess cloud)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(cloud.Endpoints.TrustedRoot!);
        return new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy }, UseProxy = false });
    }
}
