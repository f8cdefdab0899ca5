using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Console;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>The one composition of the product: <c>serve</c>, <c>demo</c> and every test run this.</summary>
public static class LedgerHost
{
    /// <summary>Builds a host that is not started yet. The caller starts, stops and disposes it.</summary>
    /// <param name="options">What is decided about this host.</param>
    /// <param name="configure">Last word on the builder, such as where the log goes.</param>
    /// <exception cref="InvalidOperationException">The options may not be served: see <see cref="LedgerHostOptions.Refusal"/>.</exception>
    public static WebApplication Build(LedgerHostOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Refusal() is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(LedgerHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = WebFiles.Folder,
        });

        // Standard output belongs to what a command answers: one line of JSON from a demo must stay one line.
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => Listening.Configure(server, options));
        builder.Services.Configure<SocketTransportOptions>(Listening.Configure);
        if (options.Tls is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        LedgerServices.Add(builder.Services, options);
        configure?.Invoke(builder);

        var app = builder.Build();
        UsePipeline(app, options);
        LedgerEndpoints.Map(app);
        return app;
    }

    /// <summary>The address that a started host answers at, without a trailing slash.</summary>
    public static string AddressOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()
            ?? throw new InvalidOperationException("The server has no addresses.");
        return addresses.Addresses.First().TrimEnd('/');
    }

    private static void UsePipeline(WebApplication app, LedgerHostOptions options)
    {
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => ProblemResponses.WriteStatusAsync(context.HttpContext));
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<LoopbackNames>();
        app.UseResponseCompression();
        WebFiles.Use(app);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<StartingGate>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<CrossSiteGuard>();
    }
}
