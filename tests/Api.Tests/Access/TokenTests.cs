using System.Net;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Tests.Hosting;
using Npgsql;

namespace Dropzone.Ledger.Api.Tests.Access;

[Collection(LedgerCollection.Name)]
public sealed class TokenTests(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task an_issued_token_works_and_its_value_is_stored_nowhere()
    {
        var admin = await Ledger.ClientAsync(Role.Admin);
        using var issued = await admin.SendAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "night shift", role = "analyst" });
        Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        var answer = await issued.JsonAsync();
        var value = answer.GetProperty("token").GetString()!;
        Assert.StartsWith("dzl_", value, StringComparison.Ordinal);
        Assert.Equal(47, value.Length);

        Assert.Equal("analyst", (await Ledger.Client(value).GetJsonAsync("/api/v1/session")).GetProperty("role").GetString());
        var list = (await admin.GetJsonAsync("/api/v1/tokens")).GetRawText();
        Assert.Contains("night shift", list, StringComparison.Ordinal);
        Assert.DoesNotContain(value, list, StringComparison.Ordinal);

        var events = (await admin.GetJsonAsync("/api/v1/events?types=access_token_issued&limit=1000")).GetRawText();
        Assert.Contains("night shift", events, StringComparison.Ordinal);
        Assert.DoesNotContain(value, events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_revoked_token_opens_nothing_and_the_refused_try_is_recorded_once()
    {
        var admin = await Ledger.ClientAsync(Role.Admin);
        var token = await Ledger.TokenAsync(Role.Auditor);
        using var revoked = await admin.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{token.Token.Id}");
        using var again = await admin.SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{token.Token.Id}");
        Assert.Equal(revoked.Position(), again.Position());

        for (var i = 0; i < 3; i++)
        {
            using var refused = await Ledger.Client(token.Secret.Text).GetAsync("/api/v1/alerts");
            await refused.RefusedAsync(HttpStatusCode.Unauthorized, "sign-in-required");
        }

        var recorded = (await admin.GetJsonAsync("/api/v1/events?types=sign_in_refused&limit=1000")).GetProperty("items").EnumerateArray()
            .Where(e => e.GetProperty("data").GetProperty("token").GetGuid() == token.Token.Id).ToList();
        Assert.Equal("token-revoked", Assert.Single(recorded).GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task an_expired_token_opens_nothing()
    {
        var token = await Ledger.TokenAsync(Role.Admin, lifetime: TimeSpan.FromMilliseconds(-1));
        using var refused = await Ledger.Client(token.Secret.Text).GetAsync("/api/v1/alerts");
        await refused.RefusedAsync(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task the_application_role_may_not_read_a_digest_back()
    {
        await using var connection = await Ledger.Database.AppSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select digest from ledger.access_tokens", connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync());
        Assert.Equal("42501", refused.SqlState);
    }

    [Theory]
    [InlineData("""{"name":"x","role":"owner"}""", "role")]
    [InlineData("""{"name":"x","role":"admin","tenant":"other"}""", "tenant")]
    [InlineData("""{"role":"admin"}""", "$")]
    [InlineData("""{"name":" ","role":"admin"}""", "name")]
    [InlineData("""{"name":"x","role":"admin","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task a_bad_wish_is_refused_by_the_name_of_its_field(string body, string field)
    {
        var admin = await Ledger.ClientAsync(Role.Admin);
        using var refused = await admin.SendAsync(HttpMethod.Post, "/api/v1/tokens", body);
        var problem = await refused.RefusedAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(field, problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }
}
