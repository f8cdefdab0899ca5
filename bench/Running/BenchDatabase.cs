using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Bench.Running;

/// <summary>A database with the product's tables, an admin's token and a master key file.</summary>
/// <param name="ConnectionString">Where it is. Holds a password: never printed.</param>
/// <param name="KeyFile">The master key.</param>
/// <param name="Token">The admin's token. Never printed.</param>
internal sealed record BenchDatabase(string ConnectionString, string KeyFile, string Token)
{
    /// <summary>The tenant of every run.</summary>
    public const string Tenant = "default";

    /// <summary>Opens the log for the bench itself.</summary>
    public LedgerDatabase Open() => new(LedgerConnections.From(ConnectionString), TimeProvider.System);

    /// <summary>Never the secrets.</summary>
    public override string ToString() => nameof(BenchDatabase);

    /// <summary>Makes tables, key and token by the product's own parts.</summary>
    public static async Task<BenchDatabase> PrepareAsync(string connectionString, string keyFile, CancellationToken cancellation)
    {
        if (MasterKey.ReadOrMake(keyFile, null, out _) is not MasterKeyReading.Loaded key)
        {
            throw new InvalidOperationException("The run's master key cannot be read.");
        }

        await using var app = LedgerHost.Build(
            new LedgerHostOptions { Connections = LedgerConnections.From(connectionString), MasterKey = key.Key, Workers = false },
            static builder => builder.Logging.ClearProviders());
        await app.Services.GetRequiredService<LedgerMigrations>().ApplyAsync(cancellation);
        var issued = await app.Services.GetRequiredService<TokenIssuing>().BootstrapAsync(Tenant, "bench", TimeSpan.FromDays(2), cancellation)
            ?? throw new InvalidOperationException("The migrations made no default tenant.");
        return new BenchDatabase(connectionString, keyFile, issued.Secret.Text);
    }
}
