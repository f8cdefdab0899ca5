using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Tests.Hosting;

[Collection(LedgerCollection.Name)]
public sealed class ServingTests(SharedLedger shared)
{
    [Fact]
    public async Task the_page_is_served_with_a_policy_that_forbids_inline_script()
    {
        using var page = await shared.Ledger.Client().GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("<title>Dropzone Ledger</title>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        var source = text.Split("src=\"")[1].Split('"')[0];
        using var script = await shared.Ledger.Client().GetAsync(source);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", script.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task every_answer_of_the_page_allows_styles_by_a_nonce_of_its_own()
    {
        using var first = await shared.Ledger.Client().GetAsync("/alerts?severity=High");
        using var second = await shared.Ledger.Client().GetAsync("/alerts?severity=High");
        var policies = new[] { first, second }.Select(static page => page.Headers.GetValues("Content-Security-Policy").Single()).ToList();
        Assert.NotEqual(policies[0], policies[1]);
        var nonce = policies[0].Split("'nonce-")[1].Split('\'')[0];
        Assert.Contains($"nonce=\"{nonce}\"", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_running_host_is_live_and_ready()
    {
        Assert.Equal("live", (await shared.Ledger.Client().GetJsonAsync("/health/live")).GetProperty("status").GetString());
        Assert.Equal("ready", (await shared.Ledger.Client().GetJsonAsync("/health/ready")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task what_does_not_exist_is_a_problem_too()
    {
        var client = await shared.Ledger.ClientAsync(Role.Auditor);
        using var unknown = await client.GetAsync("/api/v1/nothing");
        await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found");
        using var method = await client.SendAsync(HttpMethod.Patch, "/api/v1/alerts");
        await method.RefusedAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        var engineer = await shared.Ledger.ClientAsync(Role.Engineer);
        using var plain = await engineer.PostAsync("/api/v1/connectors", new StringContent("hello"));
        await plain.RefusedAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        using var large = await engineer.PostAsync("/api/v1/connectors", new StringContent(new string(' ', 2_000_000), null, "application/json"));
        await large.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData("/api/v1/alerts?severity=%00")]
    [InlineData("/api/v1/alerts?connector=a&status=x%00")]
    [InlineData("/api/v1/events?stream=alert/%00")]
    public async Task a_nul_in_a_parameter_is_refused_before_the_database_is_asked(string path)
    {
        var client = await shared.Ledger.ClientAsync(Role.Auditor);
        using var answer = await client.GetAsync(path);
        await answer.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"name\":\"x\",\"\\ud800\":1,\"\\udfff\":2}")]
    [InlineData("{\"name\":\"\\ud800\",\"role\":\"auditor\"}")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    public async Task a_body_with_a_broken_or_repeated_name_is_refused(string json)
    {
        var client = await shared.Ledger.ClientAsync(Role.Admin);
        foreach (var path in (string[])["/api/v1/tokens", "/api/v1/connectors"])
        {
            using var answer = await client.PostAsync(path, new StringContent(json, null, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task a_body_that_is_no_utf8_is_refused()
    {
        var client = await shared.Ledger.ClientAsync(Role.Admin);
        using var body = new ByteArrayContent([.. "{\""u8, 0xFF, .. "\":1}"u8]);
        body.Headers.ContentType = new("application/json");
        using var answer = await client.PostAsync("/api/v1/tokens", body);
        await answer.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public void another_address_than_loopback_is_refused_without_tls_or_proxy()
    {
        var options = new LedgerHostOptions
        {
            Connections = LedgerConnections.From("Host=localhost"),
            MasterKey = MasterKey.Passing(),
            Address = IPAddress.Any,
        };
        Assert.NotNull(options.Refusal());
        Assert.Null((options with { TrustedProxies = [IPAddress.Parse("10.0.0.1")] }).Refusal());
        Assert.Throws<InvalidOperationException>(() => LedgerHost.Build(options));
    }
}
