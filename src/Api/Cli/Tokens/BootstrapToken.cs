using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Cli.Client;
using Dropzone.Ledger.Api.Cli.Terminal;
using Dropzone.Ledger.Api.Databases;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Secrets;

namespace Dropzone.Ledger.Api.Cli.Tokens;

/// <summary><c>ledger token --bootstrap</c>: the first admin of a tenant, made by whoever may open the database.</summary>
public static class BootstrapToken
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>Makes and prints the token; the host may be running.</summary>
    public static Task<int> RunAsync(string tenant, string? dataDirectory, CancellationToken cancellation) =>
        ExistingLedger.UseAsync(dataDirectory, LogLevel.Error, ledger => IssueAsync(ledger, tenant, cancellation), cancellation);

    private static async Task<int> IssueAsync(ExistingLedger ledger, string tenant, CancellationToken cancellation)
    {
        await using var app = LedgerHost.Build(
            new LedgerHostOptions { Connections = ledger.Connections, MasterKey = MasterKey.Passing(), Workers = false },
            builder => builder.Logging.ClearProviders());
        await app.Services.GetRequiredService<LedgerMigrations>().ApplyAsync(cancellation);
        if (await app.Services.GetRequiredService<TokenIssuing>().BootstrapAsync(tenant, "bootstrap", Lifetime, cancellation) is not { } issued)
        {
            await Console.Error.WriteLineAsync($"There is no tenant '{tenant}'.");
            return ExitCode.NotFound;
        }

        await Console.Out.WriteLineAsync(issued.Secret.Text);
        await Console.Error.WriteLineAsync($"An admin of tenant '{tenant}', valid {Lifetime.TotalDays} days. Keep it now: it is not shown again.");
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (!ledger.Settings.IsExternal && configuration["Ledger:Tls:CertificateFile"] is null)
        {
            new HostAddress(new Uri($"http://127.0.0.1:{configuration["Ledger:Port"] ?? $"{LedgerConfiguration.UsualPort}"}"), issued.Secret.Text)
                .Keep(ledger.Settings.DataDirectory);
        }

        return ExitCode.Done;
    }
}
