using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

/// <summary>What arrived.</summary>
internal sealed record Seen(string Method, string RawTarget, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What is answered.</summary>
internal sealed record Reply(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    public Reply(int status, string body, params (string Name, string Value)[] headers)
        : this(status, Encoding.UTF8.GetBytes(body), headers)
    {
    }
}

/// <summary>The server as one test sees it: a tenant, and the three APIs below a prefix.</summary>
internal sealed class Scene(Uri server, X509Certificate2 root)
{
    public const string Secret = "Zq8~very.secret-Value_of_this_test";

    private const string TokenPath = "/oauth2/v2.0/token";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> replies = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Seen> seen = new();

    public string Tenant { get; } = Guid.NewGuid().ToString("D");

    public string Client { get; } = Guid.NewGuid().ToString("D");

    public Uri Server => server;

    /// <summary>The APIs' requests, without those for tokens.</summary>
    public IReadOnlyList<Seen> Calls => [.. seen.Where(s => !s.RawTarget.EndsWith(TokenPath, StringComparison.Ordinal))];

    public IReadOnlyList<Seen> TokenCalls => [.. seen.Where(s => s.RawTarget.EndsWith(TokenPath, StringComparison.Ordinal))];

    public EndpointSet Endpoints => new(
        "stub",
        server,
        new CloudEndpoint(new Uri(server, $"/{Tenant}/graph"), "https://graph.microsoft.com/.default"),
        new CloudEndpoint(new Uri(server, $"/{Tenant}/logs"), "https://api.loganalytics.io/.default"),
        new CloudEndpoint(new Uri(server, $"/{Tenant}/arm"), "https://management.azure.com/.default"),
        ["localhost"])
    {
        TrustedRoot = root,
    };

    /// <summary>Answers of a path below the prefix, in order; the last one stays.</summary>
    public Scene On(string path, params Reply[] answers)
    {
        replies[path] = new ConcurrentQueue<Reply>(answers);
        return this;
    }

    public Scene OnToken(params Reply[] answers) => On(TokenPath, answers);

    public CloudConnection Connect(
        CloudKey? key = null,
        Func<CloudConnectionOptions, CloudConnectionOptions>? options = null,
        EndpointSet? endpoints = null,
        RequestBudgets? budgets = null)
    {
        var quick = new CloudConnectionOptions { FirstDelay = TimeSpan.FromMilliseconds(2), LongestDelay = TimeSpan.FromMilliseconds(10) };
        var credentials = new CloudCredentials(Tenant, Client, key ?? new CloudKey.ClientSecret(Secret));
        return CloudConnection.Open(endpoints ?? Endpoints, credentials, options?.Invoke(quick) ?? quick, budgets: budgets)
            .Match(connection => connection, error => throw new InvalidOperationException(error.ToString()));
    }

    /// <summary>A token answer whose token grants these roles.</summary>
    public Reply Token(params string[] roles)
    {
        var header = Base64Url.EncodeToString("""{"typ":"JWT","alg":"none"}"""u8);
        var claims = new { aud = "https://graph.microsoft.com", appid = Client, tid = Tenant, roles };
        var token = $"{header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.c2lnbmF0dXJl";
        return new Reply(200, JsonSerializer.Serialize(new { token_type = "Bearer", expires_in = 3599, access_token = token }));
    }

    public async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        seen.Enqueue(new Seen(
            context.Request.Method, target, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        var path = context.Request.Path.Value![(Tenant.Length + 1)..];
        var reply = Next(path);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (reply.Status != 204)
        {
            context.Response.ContentLength = reply.Body.Length + (context.Response.Headers.ContainsKey("X-Stub-Break") ? 1 : 0);
            await context.Response.Body.WriteAsync(reply.Body);
        }

        if (context.Response.Headers.ContainsKey("X-Stub-Break"))
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
    }

    private Reply Next(string path)
    {
        if (!replies.TryGetValue(path, out var queue))
        {
            return path == TokenPath ? Token() : new Reply(404, """{"error":{"code":"NotScripted","message":"not scripted"}}""");
        }

        return queue.Count > 1 && queue.TryDequeue(out var reply) ? reply : queue.TryPeek(out var last) ? last : new Reply(500, "");
    }
}

internal static class Outcomes
{
    public static T Value<T>(this CloudResult<T> result) => Assert.IsType<CloudResult<T>.Ok>(result).Value;

    public static CloudError Error<T>(this CloudResult<T> result) => Assert.IsType<CloudResult<T>.Failed>(result).Error;
}
