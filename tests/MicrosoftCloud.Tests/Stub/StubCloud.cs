using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

/// <summary>A real TLS server that answers what each test has written down for it.</summary>
public sealed class StubCloud : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Scene> scenes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Authority authority = new();
    private WebApplication? app;

    internal Authority Authority => authority;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = authority.IssueServer();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(server));
        });
        app = builder.Build();
        app.Run(Answer);
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>A tenant and a path prefix that belong to one test.</summary>
    internal Scene NewScene()
    {
        var scene = new Scene(new Uri(app!.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal)), authority.Root);
        scenes[scene.Tenant] = scene;
        return scene;
    }

    private Task Answer(HttpContext context)
    {
        var first = context.Request.Path.Value!.Split('/')[1];
        return scenes.TryGetValue(first, out var scene)
            ? scene.AnswerAsync(context)
            : context.Response.WriteAsync("nobody's");
    }
}

[CollectionDefinition("stub cloud")]
public sealed class StubCloudCollection : ICollectionFixture<StubCloud>;
