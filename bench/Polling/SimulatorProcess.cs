using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Bench.Polling;

/// <summary>The simulated cloud in a process of its own, so that its CPU is not counted as the poller's.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly Process process;

    private SimulatorProcess(Process process, EndpointSet endpoints, CloudCredentials credentials) =>
        (this.process, Endpoints, Credentials) = (process, endpoints, credentials);

    public EndpointSet Endpoints { get; }

    public CloudCredentials Credentials { get; }

    /// <summary>Starts it with so many alerts of the past and no new ones.</summary>
    public static async Task<SimulatorProcess> StartAsync(string folder, int alerts, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])
            [Path.Combine(AppContext.BaseDirectory, "Dropzone.Ledger.Simulator.dll"), "--json", "--alerts-per-minute", "0", "--initial", $"{alerts}", "--state-dir", folder])
        {
            start.ArgumentList.Add(argument);
        }

        var started = Process.Start(start) ?? throw new InvalidOperationException("The simulator does not start.");
        var line = await started.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("The simulator ended at its start.");
        using var said = JsonDocument.Parse(line);
        var (root, tenant) = (said.RootElement, said.RootElement.GetProperty("tenant"));
        var at = new Uri(root.GetProperty("baseAddress").GetString()!);
        var endpoints = new EndpointSet(
            "simulated",
            at,
            new CloudEndpoint(at, Clouds.Public.Graph.Scope),
            new CloudEndpoint(at, Clouds.Public.LogAnalytics.Scope),
            new CloudEndpoint(at, Clouds.Public.ResourceManager.Scope),
            [])
        {
            TrustedRoot = X509CertificateLoader.LoadCertificateFromFile(root.GetProperty("caCertificatePath").GetString()!),
        };
        return new SimulatorProcess(started, endpoints, new CloudCredentials(
            tenant.GetProperty("tenantId").GetString()!,
            tenant.GetProperty("clientId").GetString()!,
            new CloudKey.ClientSecret(tenant.GetProperty("clientSecret").GetString()!)));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
