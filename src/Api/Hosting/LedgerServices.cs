using Dropzone.Ledger.Api.Health;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Alerts;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Connectors;
using Dropzone.Ledger.Api.Groups;
using Dropzone.Ledger.Api.Live;
using Dropzone.Ledger.Api.OpenApi;
using Dropzone.Ledger.Api.Past;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Replays;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Api.Tickets;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.Projections;
using Dropzone.Ledger.TicketSync;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>What the host is made of.</summary>
public static class LedgerServices
{
    internal static void Add(IServiceCollection services, LedgerHostOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Time);
        services.AddSingleton(options.MasterKey);
        AddRooms(services, options);
        AddHost(services, options);
        AddWeb(services, options);
    }

    private static void AddRooms(IServiceCollection services, LedgerHostOptions options)
    {
        services.AddSingleton(provider =>
            new LedgerDatabase(options.Connections, options.Time, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ReadModels>();
        services.AddSingleton<AlertListQueries>();
        services.AddSingleton<PastAlerts>();
        services.AddSingleton<GroupMatches>();
        services.AddSingleton<AlertDetailQueries>();
        services.AddSingleton<EntityQueries>();
        services.AddSingleton<DashboardQueries>();
        services.AddSingleton<HealthQueries>();
        services.AddSingleton<ActivityQueries>();
        services.AddSingleton<ModifiedCounts>();
        services.AddSingleton<RecordedCounts>();
        services.AddSingleton<RuleHitQueries>();
        services.AddSingleton<TicketBoardQueries>();
        services.AddSingleton<ConnectorStreams>();
        services.AddSingleton<GroupPreview>();
        services.AddSingleton<FilterPreview>();
        services.AddSingleton<FilterApplications>();
        services.AddSingleton(new EndpointDirectory(options.EndpointSets));
        services.AddSingleton(new RequestBudgets(options.Time, options.RequestLimits));
        services.AddSingleton(provider => new Pollers(
            provider.GetRequiredService<LedgerDatabase>(),
            provider.GetRequiredService<SourceConnections>().ConnectAsync,
            new PollerServices(provider.GetRequiredService<RequestBudgets>(), provider.GetRequiredService<RecordedCounts>().CountAsync),
            options.Time,
            provider.GetRequiredService<ILoggerFactory>(),
            options.Polling));
        services.AddSingleton(provider => new TicketSyncWorkers(
            provider.GetRequiredService<LedgerDatabase>(),
            provider.GetRequiredService<TicketConnections>().ConnectAsync,
            new SharedTicketBudget(provider.GetRequiredService<RequestBudgets>(), options.Time),
            options.Time,
            provider.GetRequiredService<ILoggerFactory>(),
            options.TicketSync));
    }

    private static void AddHost(IServiceCollection services, LedgerHostOptions options)
    {
        services.AddSingleton<RecentTokens>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<LedgerRecords>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<TokenIssuing>();
        services.AddSingleton<TokenWatch>();
        services.AddSingleton<CommandRunner>();
        services.AddSingleton<ConnectorCommands>();
        services.AddSingleton<SettingsIntake>();
        services.AddSingleton<GivenConnections>();
        services.AddSingleton<BackfillStories>();
        services.AddSingleton<ConnectorSecrets>();
        services.AddSingleton<SourceConnections>();
        services.AddSingleton<TicketConnections>();
        services.AddSingleton<AlertStreams>();
        services.AddSingleton<Moments>();
        services.AddSingleton<AlertsOfThePast>();
        services.AddSingleton<LogReplay>();
        services.AddSingleton<GroupRuleStreams>();
        services.AddSingleton<InvestigationCommands>();
        services.AddSingleton<BulkInvestigations>();
        services.AddSingleton<TicketCommands>();
        services.AddSingleton<SafeLinks>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<LedgerMigrations>();
        if (!DocumentGeneration.IsRunning)
        {
            services.AddHostedService<LedgerWorkers>();
        }

        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    private static void AddWeb(IServiceCollection services, LedgerHostOptions options)
    {
        services.AddRouting();
        // Not AddAuthentication: it brings data protection, which writes a key into the user's home folder that nothing here needs.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = LedgerAuthentication.Scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, LedgerAuthentication>(LedgerAuthentication.Scheme, null);
        services.AddAuthorization(Policies.Configured);
        services.AddExceptionHandler<ProblemResponses>();
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        services.AddRequestTimeouts(static timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = ProblemResponses.Timeout,
            TimeoutStatusCode = 504,
            WriteTimeoutResponse = ProblemResponses.WriteStatusAsync,
        });
        services.AddResponseCompression(static compression =>
        {
            // Answers hold no secret beside text that a foreign page could choose: the cookie is SameSite=Strict.
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/json", "application/x-ndjson", "text/html", "text/css", "text/javascript"];
        });
        services.Configure<GzipCompressionProviderOptions>(static gzip => gzip.Level = System.IO.Compression.CompressionLevel.Fastest);
        services.AddOpenApi("v1", ApiDocument.Configure);
        if (options.TrustedProxies.Count > 0)
        {
            services.Configure<ForwardedHeadersOptions>(forwarded =>
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
                forwarded.KnownIPNetworks.Clear();
                forwarded.KnownProxies.Clear();
                foreach (var proxy in options.TrustedProxies)
                {
                    forwarded.KnownProxies.Add(proxy);
                }
            });
        }
    }

    // The ledger's own form of JSON; numbers are numbers and never strings, so that schemas stay plain.
    private static void Configure(JsonSerializerOptions json)
    {
        var own = LedgerJson.Options;
        json.PropertyNamingPolicy = own.PropertyNamingPolicy;
        json.PropertyNameCaseInsensitive = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.DefaultIgnoreCondition = own.DefaultIgnoreCondition;
        json.AllowOutOfOrderMetadataProperties = true;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Encoder = own.Encoder;
        json.Converters.Add(new JsonStringEnumConverter<AlertListState>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        json.Converters.Add(new JsonStringEnumConverter<RebuildState>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        json.Converters.Add(new JsonStringEnumConverter<ConnectorCondition>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        foreach (var converter in own.Converters)
        {
            json.Converters.Add(converter);
        }
    }
}
