using System.Text;
using System.Text.Json;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

public sealed class when_credentials_are_malformed
{
    private const string Id = "5f0c1d2e-3a4b-4c5d-8e6f-901a2b3c4d5e";

    [Theory]
    [InlineData("common", Id, "s", "tenantId")]
    [InlineData("a/b", Id, "s", "tenantId")]
    [InlineData("", Id, "s", "tenantId")]
    [InlineData("contoso.example", "not-a-guid", "s", "clientId")]
    [InlineData("contoso.example", Id, " ", "clientSecret")]
    public void Nothing_is_opened(string tenant, string client, string secret, string field)
    {
        var error = CloudConnection.Open(Clouds.Public, new(tenant, client, new CloudKey.ClientSecret(secret))).Error();
        Assert.Equal("settings-invalid", error.Code);
        Assert.StartsWith(field, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no certificate at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void A_broken_certificate_is_named(string text)
    {
        var key = new CloudKey.Certificate(Encoding.ASCII.GetBytes(text), "hush-hush");
        var error = CloudConnection.Open(Clouds.Public, new("contoso.example", Id, key)).Error();
        Assert.Equal("certificate-unreadable", error.Code);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_is_named()
    {
        using var certificate = Authority.Client();
        var key = new CloudKey.Certificate(certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, "right"), "wrong");
        Assert.Equal("certificate-unreadable", CloudConnection.Open(Clouds.Public, new("contoso.example", Id, key)).Error().Code);
    }

    [Fact]
    public void A_root_file_that_is_missing_is_named()
    {
        var set = Clouds.Public with { Name = "own", TrustedRootPemPath = "/nowhere/root.pem" };
        Assert.Equal("settings-invalid", CloudConnection.Open(set, new("contoso.example", Id, new CloudKey.ClientSecret("s"))).Error().Code);
    }

    [Fact]
    public void Printing_and_serialising_credentials_shows_no_secret()
    {
        var secret = new CloudCredentials("contoso.example", Id, new CloudKey.ClientSecret("hush-hush"));
        var certificate = secret with { Key = new CloudKey.Certificate("hush-hush"u8.ToArray(), "hush-hush") };
        var text = $"{secret} {certificate} {JsonSerializer.Serialize(secret)} {JsonSerializer.Serialize<object>(secret.Key)} {JsonSerializer.Serialize<object>(certificate.Key)}";
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("hush-hush"u8), text, StringComparison.Ordinal);
    }
}
