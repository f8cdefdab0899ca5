using System.Net;
using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Api.Tests.Hosting;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Tests.Connectors;

[Collection(LedgerCollection.Name)]
public sealed class ConnectorTests(SharedLedger shared)
{
    private RunningLedger Ledger => shared.Ledger;

    [Fact]
    public async Task a_connector_is_made_shown_switched_and_removed()
    {
        var client = await Ledger.ClientAsync(Role.Engineer);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("life", kind: "sentinel"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);

        var shown = await client.GetJsonAsync("/api/v1/connectors/life");
        Assert.Equal("sentinel", shown.GetProperty("kind").GetString());
        Assert.False(shown.GetProperty("enabled").GetBoolean());
        Assert.Equal("credentials.clientSecret", shown.GetProperty("secret").GetProperty("field").GetString());

        using var enabled = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/life/enable");
        Assert.True((await enabled.JsonAsync()).GetProperty("changed").GetBoolean());
        using var again = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/life/enable");
        Assert.False((await again.JsonAsync()).GetProperty("changed").GetBoolean());
        using var disabled = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors/life/disable", new { reason = "maintenance" });
        Assert.Equal(HttpStatusCode.OK, disabled.StatusCode);

        using var removed = await client.SendAsync(HttpMethod.Delete, "/api/v1/connectors/life");
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        using var gone = await client.GetAsync("/api/v1/connectors/life");
        await gone.RefusedAsync(HttpStatusCode.NotFound, "not-found");
        Assert.Null(await Ledger.Service<ConnectorSecrets>().DescribeAsync(TenantName.Default, "life", CancellationToken.None));
        var types = (await client.GetJsonAsync("/api/v1/events?stream=connector/life")).GetProperty("items").EnumerateArray()
            .Select(e => e.GetProperty("type").GetString());
        Assert.Equal(
            ["connector_configured", "secret_rotated", "connector_enabled", "connector_disabled", "connector_removed", "secret_rotated"], types);
    }

    [Fact]
    public async Task a_repeated_request_is_done_once_and_another_under_its_key_is_refused()
    {
        var client = await Ledger.ClientAsync(Role.Engineer);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("once"), key);
        using var second = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("once"), key);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(first.Position(), second.Position());
        Assert.True((await second.JsonAsync()).GetProperty("repeated").GetBoolean());

        using var other = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("twice"), key);
        await other.RefusedAsync(HttpStatusCode.Conflict, "idempotency-conflict");
        using var keyless = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("once"));
        Assert.Equal("connector-exists", (await keyless.RefusedAsync(HttpStatusCode.Conflict, "conflict")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task a_change_names_the_revision_that_it_was_made_from()
    {
        var client = await Ledger.ClientAsync(Role.Engineer);
        (await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("versions"))).Dispose();
        var document = (await client.GetJsonAsync("/api/v1/connectors/versions")).GetProperty("settings").GetRawText();
        var changed = document.Replace("\"PT1M\"", "\"PT2M\"", StringComparison.Ordinal);
        Assert.NotEqual(document, changed);

        using var blind = await client.SendAsync(HttpMethod.Put, "/api/v1/connectors/versions", changed);
        await blind.RefusedAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        using var stale = await client.SendAsync(HttpMethod.Put, "/api/v1/connectors/versions", changed, ("If-Match", "\"7\""));
        await stale.RefusedAsync(HttpStatusCode.PreconditionFailed, "version-mismatch");
        using var done = await client.SendAsync(HttpMethod.Put, "/api/v1/connectors/versions", changed, ("If-Match", "\"1\""));
        Assert.Equal("\"2\"", done.Headers.ETag!.Tag);
        Assert.Equal(2, (await client.GetJsonAsync("/api/v1/connectors/versions/revisions")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task a_secret_stays_with_other_settings_and_goes_with_another_directory()
    {
        var client = await Ledger.ClientAsync(Role.Engineer);
        (await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", Seeds.Settings("keeps", "first value"))).Dispose();
        var document = (await client.GetJsonAsync("/api/v1/connectors/keeps")).GetProperty("settings").GetRawText();
        var secrets = Ledger.Service<ConnectorSecrets>();

        (await client.SendAsync(HttpMethod.Put, "/api/v1/connectors/keeps", document.Replace("PT1M", "PT2M", StringComparison.Ordinal), ("If-Match", "\"1\""))).Dispose();
        var kept = Assert.IsType<SecretReading.Opened>(await secrets.OpenAsync(TenantName.Default, "keeps", CancellationToken.None));
        Assert.Equal("first value", Assert.IsType<ConnectorSecret.ClientSecret>(kept.Secret).Value);

        using var moved = await client.SendAsync(
            HttpMethod.Put, "/api/v1/connectors/keeps", document.Replace("contoso.", "fabrikam.", StringComparison.Ordinal), ("If-Match", "\"2\""));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.IsType<SecretReading.None>(await secrets.OpenAsync(TenantName.Default, "keeps", CancellationToken.None));
        Assert.False((await client.GetJsonAsync("/api/v1/connectors/keeps")).TryGetProperty("secret", out _));
    }

    [Theory]
    [InlineData("""{"id":"bad","kind":"microsoft365","credentials":{"clientId":"x","tenantId":"contoso.onmicrosoft.com"}}""", "credentials.clientId")]
    [InlineData("""{"id":"bad","kind":"microsoft365","colour":"red","credentials":{"clientId":"11111111-2222-3333-4444-555555555555","tenantId":"contoso.onmicrosoft.com"}}""", "colour")]
    [InlineData("""{"id":"bad","kind":"microsoft365","cloud":"mars","credentials":{"clientId":"11111111-2222-3333-4444-555555555555","tenantId":"contoso.onmicrosoft.com"}}""", "cloud")]
    [InlineData("""{"id":"bad","kind":"microsoft365","credentials":{"clientId":"11111111-2222-3333-4444-555555555555","tenantId":"contoso.onmicrosoft.com","certificate":"bm90IGEgY2VydGlmaWNhdGU="}}""", "credentials.certificate")]
    public async Task bad_settings_are_refused_with_field_and_remedy(string body, string field)
    {
        var client = await Ledger.ClientAsync(Role.Engineer);
        using var refused = await client.SendAsync(HttpMethod.Post, "/api/v1/connectors", body);
        var errors = (await refused.RefusedAsync(HttpStatusCode.BadRequest, "invalid-settings")).GetProperty("errors");
        var error = errors.EnumerateArray().First(e => e.GetProperty("field").GetString() == field);
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
    }

    [Fact]
    public async Task the_kinds_come_with_their_schemas()
    {
        var client = await Ledger.ClientAsync(Role.Auditor);
        var kinds = (await client.GetJsonAsync("/api/v1/connector-kinds")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["sentinel", "microsoft365"], kinds.Select(k => k.GetProperty("kind").GetString()));
        Assert.All(kinds, k => Assert.Equal(JsonValueKind.Object, k.GetProperty("schema").ValueKind));
    }
}
