using System.Net;
using System.Net.Http.Headers;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.PostgresFixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Api.Tests.Hosting;

/// <summary>The real host on a database of its own, with its workers, listening on a free port of loopback.</summary>
public sealed class RunningLedger : IAsyncDisposable
{
    /// <summary>A second tenant beside <see cref="TenantName.Default"/>.</summary>
    public const string OtherTenant = "other";

    private readonly TestDatabase database;
    private readonly List<HttpClient> clients = [];

    private RunningLedger(TestDatabase database, WebApplication app, LogLines log)
    {
        (this.database, App, Log) = (database, app, log);
        Address = LedgerHost.AddressOf(app);
    }

    public WebApplication App { get; }

    public string Address { get; }

    public LogLines Log { get; }

    public LedgerDatabase Database => App.Services.GetRequiredService<LedgerDatabase>();

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public static async Task<RunningLedger> StartAsync(Func<LedgerHostOptions, LedgerHostOptions>? change = null)
    {
        var fresh = await PostgresServer.Shared.CreateDatabaseAsync();
        var log = new LogLines();
        var options = new LedgerHostOptions
        {
            Connections = LedgerConnections.From(fresh.ConnectionString),
            MasterKey = MasterKey.Passing(),
        };
        var app = LedgerHost.Build(change?.Invoke(options) ?? options, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(log);
        });
        await app.StartAsync();
        var ledger = new RunningLedger(fresh, app, log);
        await ledger.Service<Readiness>().Migrated.WaitAsync(TimeSpan.FromSeconds(60));
        await ledger.Database.Tenants.CreateAsync(OtherTenant);
        return ledger;
    }

    /// <summary>A token of a role.</summary>
    public async Task<IssuedToken> TokenAsync(Role role, string tenant = TenantName.Default, TimeSpan? lifetime = null) =>
        (await Service<TokenIssuing>().IssueAsync(
            tenant, $"{Roles.Word(role)}-{tenant}", role, lifetime ?? TimeSpan.FromDays(1), Domain.Events.Actor.Ledger, CancellationToken.None))!;

    /// <summary>A client that is signed in by a token of a role.</summary>
    public async Task<HttpClient> ClientAsync(Role role, string tenant = TenantName.Default) =>
        Client((await TokenAsync(role, tenant)).Secret.Text);

    /// <summary>A client with any token, or none. It keeps no cookies of its own.</summary>
    public HttpClient Client(string? token = null)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All };
        var client = new HttpClient(handler) { BaseAddress = new Uri(Address) };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }

        await App.StopAsync();
        await App.DisposeAsync();
        await database.DisposeAsync();
    }
}
