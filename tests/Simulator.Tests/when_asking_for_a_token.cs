using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Base64Url = System.Buffers.Text.Base64Url;

namespace Dropzone.Ledger.Simulator.Tests;

public sealed class when_asking_for_a_token(CloudFixture fixture) : IClassFixture<CloudFixture>
{
    private readonly CloudClient client = fixture.Client;

    [Fact]
    public async Task the_right_secret_yields_a_token_with_the_granted_roles()
    {
        Answer answer = await client.TokenAsync();
        Assert.Equal(200, answer.Status);
        JsonElement claims = Claims(answer.Json.GetProperty("access_token").GetString()!);
        Assert.Equal("https://graph.microsoft.com", claims.GetProperty("aud").GetString());
        Assert.Equal("app", claims.GetProperty("idtyp").GetString());
        Assert.Contains("SecurityAlert.Read.All", claims.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
    }

    [Fact]
    public async Task an_app_without_permissions_gets_a_token_without_roles()
    {
        var app = client.Cloud.RegisterApp("bare");
        Answer answer = await client.TokenAsync(null, ("client_id", app.ClientId.ToString()), ("client_secret", app.Secrets[0].Value));
        Assert.Equal(200, answer.Status);
        Assert.False(Claims(answer.Json.GetProperty("access_token").GetString()!).TryGetProperty("roles", out _));
    }

    [Fact]
    public async Task the_tenant_may_be_named_by_its_domain() => Assert.Equal(200, (await client.TokenAsync(client.Cloud.Tenant.Domain)).Status);

    [Theory]
    [InlineData("client_secret", "wrong", 401, "invalid_client", 7000215)]
    [InlineData("client_id", "11111111-1111-4111-8111-111111111111", 400, "unauthorized_client", 700016)]
    [InlineData("scope", "https://api.example.com/.default", 400, "invalid_resource", 500011)]
    [InlineData("scope", "https://graph.microsoft.us/.default", 400, "invalid_resource", 500011)]
    [InlineData("scope", "https://graph.microsoft.com/User.Read", 400, "invalid_scope", 28002)]
    [InlineData("scope", "https://graph.microsoft.com/.default https://management.azure.com/.default", 400, "invalid_scope", 70011)]
    [InlineData("grant_type", "password", 400, "unsupported_grant_type", 70003)]
    [InlineData("client_secret", null, 401, "invalid_client", 7000218)]
    public async Task a_wrong_field_is_refused(string field, string? value, int status, string error, int code)
    {
        Answer answer = await client.TokenAsync(null, (field, value));
        Refused(answer, status, error, code);
    }

    [Fact]
    public async Task an_unknown_tenant_is_refused() => Refused(await client.TokenAsync("nobody.onmicrosoft.com"), 400, "invalid_request", 90002);

    [Fact]
    public async Task an_expired_secret_is_refused()
    {
        var app = client.Cloud.RegisterApp("old");
        client.Cloud.ExpireSecrets(app.ClientId);
        Refused(await client.TokenAsync(null, ("client_id", app.ClientId.ToString()), ("client_secret", app.Secrets[0].Value)), 401, "invalid_client", 7000222);
    }

    [Fact]
    public async Task a_secret_may_come_by_basic_authentication()
    {
        string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client.Cloud.Tenant.ClientId}:{Uri.EscapeDataString(client.Cloud.Tenant.ClientSecret)}"));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = CloudClient.Graph + "/.default" });
        Answer answer = await client.SendAsync(HttpMethod.Post, $"/{client.Cloud.Tenant.TenantId}/oauth2/v2.0/token", form, null, ("Authorization", "Basic " + pair));
        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("PS256", 0, null)]
    [InlineData("RS256", 0, null)]
    [InlineData("PS256", -3600, 500133)]
    [InlineData("PS256", 3600, 500133)]
    [InlineData("unregistered", 0, 700027)]
    [InlineData("tampered", 0, 700027)]
    [InlineData("issuer", 0, 700021)]
    [InlineData("audience", 0, 700023)]
    public async Task a_certificate_assertion_is_checked(string variant, int offsetSeconds, int? code)
    {
        var app = client.Cloud.RegisterApp("certified " + variant);
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(client.Cloud.Now.AddDays(-1), client.Cloud.Now.AddDays(1));
        if (variant != "unregistered")
        {
            client.Cloud.AddCertificate(app.ClientId, certificate);
        }

        string audience = variant == "audience" ? "https://login.microsoftonline.com/common/oauth2/v2.0/token"
            : new Uri(client.Cloud.BaseAddress, $"/{client.Cloud.Tenant.TenantId}/oauth2/v2.0/token").ToString();
        string issuer = variant == "issuer" ? Guid.NewGuid().ToString() : app.ClientId.ToString();
        string assertion = Assertion(key, certificate, variant == "RS256", issuer, audience, client.Cloud.Now.AddSeconds(offsetSeconds));
        Answer answer = await client.TokenAsync(
            null,
            ("client_id", app.ClientId.ToString()),
            ("client_secret", null),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", variant == "tampered" ? assertion[..^8] + "AAAAAAAA" : assertion));
        if (code is null)
        {
            Assert.Equal(200, answer.Status);
            return;
        }

        Refused(answer, code == 500133 ? 400 : 401, code == 500133 ? "invalid_grant" : "invalid_client", code.Value);
    }

    private static string Assertion(RSA key, X509Certificate2 certificate, bool old, string issuer, string audience, DateTimeOffset now)
    {
        string header = old
            ? JsonSerializer.Serialize(new { alg = "RS256", typ = "JWT", x5t = Encode(certificate.GetCertHash(HashAlgorithmName.SHA1)) })
            : JsonSerializer.Serialize(new Dictionary<string, string> { ["alg"] = "PS256", ["typ"] = "JWT", ["x5t#S256"] = Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) });
        // MSAL writes the times as text, others as numbers.
        object Seconds(DateTimeOffset time) => old ? time.ToUnixTimeSeconds() : time.ToUnixTimeSeconds().ToString();
        string payload = JsonSerializer.Serialize(new
        {
            aud = audience, iss = issuer, sub = issuer, jti = Guid.NewGuid(), nbf = Seconds(now), exp = Seconds(now.AddMinutes(8)),
        });
        string signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, old ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
        return $"{signed}.{Encode(signature)}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static JsonElement Claims(string token) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;

    private static void Refused(Answer answer, int status, string error, int code)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(error, answer.Json.GetProperty("error").GetString());
        Assert.Equal(code, answer.Json.GetProperty("error_codes")[0].GetInt32());
        Assert.StartsWith($"AADSTS{code}: ", answer.Json.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        Assert.NotNull(answer.Json.GetProperty("trace_id").GetString());
        Assert.NotNull(answer.Json.GetProperty("correlation_id").GetString());
    }
}
