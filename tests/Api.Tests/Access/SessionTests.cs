using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;

namespace Dropzone.Ledger.Api.Tests.Access;

[Collection(LedgerCollection.Name)]
public sealed class SessionTests(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task a_code_opens_exactly_one_session()
    {
        var code = await CodeAsync();
        using var first = await OpenAsync(new { code });
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("ledger=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        using var second = await OpenAsync(new { code });
        await second.RefusedAsync(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task a_session_reads_and_changes_only_from_the_page_itself()
    {
        var cookie = await CookieAsync();
        var client = Ledger.Client();
        using var read = await client.SendAsync(HttpMethod.Get, "/api/v1/session", null, ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        const string Path = "/api/v1/alerts/00000000-0000-0000-0000-000000000001/notes";
        var note = new { text = "x" };
        using var bare = await client.SendAsync(HttpMethod.Post, Path, note, ("Cookie", cookie));
        await bare.RefusedAsync(HttpStatusCode.Forbidden, "cross-site-request");
        using var foreign = await client.SendAsync(HttpMethod.Post, Path, note, ("Cookie", cookie), ("Origin", "https://evil.example"), ("X-Ledger", "1"));
        await foreign.RefusedAsync(HttpStatusCode.Forbidden, "cross-site-request");
        using var headless = await client.SendAsync(HttpMethod.Post, Path, note, ("Cookie", cookie), ("Origin", Ledger.Address));
        await headless.RefusedAsync(HttpStatusCode.Forbidden, "cross-site-request");
        using var own = await client.SendAsync(HttpMethod.Post, Path, note, ("Cookie", cookie), ("Origin", Ledger.Address), ("X-Ledger", "1"));
        await own.RefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task an_ended_session_opens_nothing()
    {
        var cookie = await CookieAsync();
        var client = Ledger.Client();
        using var ended = await client.SendAsync(
            HttpMethod.Delete, "/api/v1/session", null, ("Cookie", cookie), ("Origin", Ledger.Address), ("X-Ledger", "1"));
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        using var after = await client.SendAsync(HttpMethod.Get, "/api/v1/session", null, ("Cookie", cookie));
        await after.RefusedAsync(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task a_session_ends_with_its_token()
    {
        var token = await Ledger.TokenAsync(Role.Auditor);
        using var opened = await OpenAsync(new { token = token.Secret.Text });
        var cookie = opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var admin = await Ledger.ClientAsync(Role.Admin);
        (await admin.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{token.Token.Id}")).Dispose();
        using var after = await Ledger.Client().SendAsync(HttpMethod.Get, "/api/v1/session", null, ("Cookie", cookie));
        await after.RefusedAsync(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task another_name_of_the_host_is_refused()
    {
        using var rebound = await Ledger.Client().SendAsync(HttpMethod.Get, "/health/live", null, ("Host", "evil.example"));
        await rebound.RefusedAsync(HttpStatusCode.MisdirectedRequest, "wrong-host");
    }

    private async Task<string> CodeAsync()
    {
        var token = await Ledger.TokenAsync(Role.Admin);
        var link = await Ledger.Service<SignInLinks>().NewAsync(Ledger.Address, token.Token, CancellationToken.None);
        return link[(link.IndexOf("#code=", StringComparison.Ordinal) + 6)..];
    }

    private async Task<string> CookieAsync()
    {
        using var opened = await OpenAsync(new { code = await CodeAsync() });
        return opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<HttpResponseMessage> OpenAsync(object body) =>
        Ledger.Client().SendAsync(HttpMethod.Post, "/api/v1/session", body, ("Origin", Ledger.Address), ("X-Ledger", "1"));
}
