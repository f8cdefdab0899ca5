using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dropzone.Ledger.MicrosoftCloud.Tests.Stub;

namespace Dropzone.Ledger.MicrosoftCloud.Tests;

[Collection("stub cloud")]
public sealed class when_the_application_signs_in(StubCloud stub)
{
    private readonly Scene scene = stub.NewScene();

    [Fact]
    public async Task A_client_secret_is_sent_to_the_token_service_and_nowhere_else()
    {
        scene.On("/graph/v1.0/security/alerts_v2", new Reply(200, """{"value":[]}"""));
        using var connection = scene.Connect();

        var page = await connection.Graph.ListAlertsAsync(new AlertQuery(DateTimeOffset.UnixEpoch));

        Assert.Empty(page.Value().Records);
        var token = Assert.Single(scene.TokenCalls);
        Assert.Contains("grant_type=client_credentials", token.Body, StringComparison.Ordinal);
        Assert.Contains("scope=https%3A%2F%2Fgraph.microsoft.com%2F.default", token.Body, StringComparison.Ordinal);
        var call = Assert.Single(scene.Calls);
        Assert.StartsWith("Bearer eyJ", call.Headers["Authorization"], StringComparison.Ordinal);
        Assert.DoesNotContain(Scene.Secret, call.ToString() + string.Join('\n', call.Headers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_signs_an_assertion(bool pem)
    {
        using var certificate = Authority.Client();
        using var rsa = certificate.GetRSAPrivateKey()!;
        var bytes = pem
            ? Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n" + rsa.ExportPkcs8PrivateKeyPem())
            : certificate.Export(X509ContentType.Pfx, "pass word");
        scene.OnToken(scene.Token("SecurityAlert.Read.All"));
        using var connection = scene.Connect(new CloudKey.Certificate(bytes, pem ? null : "pass word"));

        var grant = (await connection.ReadGrantAsync(CloudService.Graph)).Value();

        Assert.True(grant.HasAny("SecurityAlert.ReadWrite.All", "securityalert.read.all"));
        Assert.Contains("client_assertion=eyJ", Assert.Single(scene.TokenCalls).Body, StringComparison.Ordinal);
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256), connection.Certificate!.Thumbprint);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), connection.Certificate.NotAfter.UtcDateTime);
    }

    [Theory]
    [InlineData(7000222, "invalid_client", 401, "credential-expired")]
    [InlineData(7000215, "invalid_client", 401, "credential-wrong")]
    [InlineData(700016, "unauthorized_client", 400, "application-not-in-tenant")]
    [InlineData(700027, "invalid_client", 401, "certificate-not-accepted")]
    [InlineData(700021, "invalid_client", 401, "certificate-not-accepted")]
    [InlineData(700023, "invalid_client", 401, "certificate-not-accepted")]
    [InlineData(50012, "invalid_client", 401, "clock-skew")]
    [InlineData(500133, "invalid_grant", 400, "clock-skew")]
    [InlineData(90002, "invalid_request", 400, "tenant-unknown")]
    [InlineData(500011, "invalid_resource", 400, "resource-not-provisioned")]
    [InlineData(53003, "access_denied", 400, "blocked-by-conditional-access")]
    [InlineData(70011, "invalid_scope", 400, "bad-request")]
    [InlineData(999999, "invalid_client", 401, "credential-wrong")]
    [InlineData(999999, "something_new", 400, "sign-in-refused")]
    public async Task Each_refusal_of_the_token_service_has_a_name(int number, string error, int status, string code)
    {
        scene.OnToken(new Reply(status, $$"""
            {"error":"{{error}}","error_description":"AADSTS{{number}}: No.\u001b[31m Trace ID: 6f Correlation ID: 0c Timestamp: x",
             "error_codes":[{{number}}],"trace_id":"6f00aa11","correlation_id":"0c"}
            """));
        using var connection = scene.Connect();

        var failure = (await connection.LogAnalytics.QueryAsync(Guid.NewGuid().ToString(), "print 1")).Error();

        Assert.Equal(code, failure.Code);
        Assert.Equal($"AADSTS{number}", failure.ApiCode);
        Assert.Equal(status, failure.HttpStatus);
        Assert.Equal("6f00aa11", failure.RequestId);
        Assert.Equal($"AADSTS{number}: No. [31m", failure.Detail);
        Assert.NotEmpty(failure.WhatToDo);
        Assert.False(failure.IsTransient);
        Assert.Single(scene.TokenCalls);
    }

    [Fact]
    public async Task A_refusal_without_numbers_is_named_by_its_error()
    {
        scene.OnToken(new Reply(400, """{"error":"unauthorized_client"}"""));
        using var connection = scene.Connect();
        Assert.Equal(CloudErrorKind.ApplicationNotInTenant, (await connection.ReadGrantAsync(CloudService.Graph)).Error().Kind);
    }

    [Fact]
    public async Task A_busy_token_service_is_passing()
    {
        scene.OnToken(new Reply(429, """{"error":"temporarily_unavailable"}""", ("Retry-After", "7200")));
        using var connection = scene.Connect();

        var failure = (await connection.ReadGrantAsync(CloudService.Graph)).Error();

        Assert.Equal(CloudErrorKind.Throttled, failure.Kind);
        Assert.Equal(CloudService.Entra, failure.Service);
        Assert.True(failure.IsTransient);
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
    }

    [Theory]
    [InlineData(502, "<html>Bad gateway</html>", "transient")]
    [InlineData(200, "<html>Sign in to the hotel's network</html>", "invalid-answer")]
    [InlineData(200, "", "invalid-answer")]
    [InlineData(400, "<html>", "invalid-answer")]
    [InlineData(302, "", "invalid-answer")]
    public async Task A_token_service_that_does_not_speak_json_is_no_exception(int status, string body, string code)
    {
        scene.OnToken(new Reply(status, body, ("Location", "https://localhost:1/")));
        using var connection = scene.Connect();
        Assert.Equal(code, (await connection.ReadGrantAsync(CloudService.Graph)).Error().Code);
    }

    [Fact]
    public async Task An_untrusted_server_is_named_at_once_and_never_sees_the_secret()
    {
        using var connection = scene.Connect(endpoints: scene.Endpoints with { TrustedRoot = new Authority().Root });

        var failure = (await connection.Graph.ListAlertsAsync(new AlertQuery(DateTimeOffset.UnixEpoch))).Error();

        Assert.Equal("tls-not-trusted", failure.Code);
        Assert.Empty(scene.TokenCalls);
    }

    [Fact]
    public async Task The_systems_roots_do_not_trust_the_stub()
    {
        using var connection = scene.Connect(endpoints: scene.Endpoints with { TrustedRoot = null });
        Assert.Equal("tls-not-trusted", (await connection.ReadGrantAsync(CloudService.Graph)).Error().Code);
    }

    [Fact]
    public async Task A_root_can_come_from_a_pem_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, stub.Authority.Root.ExportCertificatePem());
            using var connection = scene.Connect(endpoints: scene.Endpoints with { TrustedRoot = null, TrustedRootPemPath = path });
            Assert.True((await connection.ReadGrantAsync(CloudService.Graph)).Value().Readable);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        var nowhere = new Uri("https://localhost:1/");
        using var connection = scene.Connect(endpoints: scene.Endpoints with { AuthorityHost = nowhere });

        var failure = (await connection.ReadGrantAsync(CloudService.Graph)).Error();

        Assert.Equal("network-unreachable", failure.Code);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_token_without_roles_grants_nothing_and_a_fresh_connection_asks_again()
    {
        scene.OnToken(scene.Token(), scene.Token("SecurityIncident.Read.All"));
        using var connection = scene.Connect();

        var before = (await connection.ReadGrantAsync(CloudService.Graph)).Value();
        var cached = (await connection.ReadGrantAsync(CloudService.Graph)).Value();
        using var fresh = connection.Fresh().Value();
        var after = (await fresh.ReadGrantAsync(CloudService.Graph)).Value();

        Assert.True(before.Readable);
        Assert.Empty(before.Roles);
        Assert.Empty(cached.Roles);
        Assert.Equal(["SecurityIncident.Read.All"], after.Roles);
        Assert.Equal((scene.Client, scene.Tenant), (after.Application, after.Tenant));
        Assert.Equal(2, scene.TokenCalls.Count);
    }

    [Fact]
    public async Task An_opaque_token_is_said_to_be_unreadable()
    {
        scene.OnToken(new Reply(200, """{"token_type":"Bearer","expires_in":3599,"access_token":"opaque"}"""));
        using var connection = scene.Connect();
        Assert.False((await connection.ReadGrantAsync(CloudService.Graph)).Value().Readable);
    }

    [Fact]
    public async Task A_server_that_echoes_the_secret_does_not_get_it_into_an_error()
    {
        scene.OnToken(new Reply(401, $$"""
            {"error":"invalid_client","error_description":"AADSTS7000215: '{{Scene.Secret}}' and eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln are wrong","error_codes":[7000215]}
            """));
        using var connection = scene.Connect();

        var failure = (await connection.ReadGrantAsync(CloudService.Graph)).Error();

        Assert.Equal("AADSTS7000215: '(secret)' and (token) are wrong", failure.Detail);
        Assert.DoesNotContain(Scene.Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_cancelling_is_thrown()
    {
        using var connection = scene.Connect();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => connection.Graph.ListAlertsAsync(new AlertQuery(DateTimeOffset.UnixEpoch), new CancellationToken(canceled: true)));
    }
}
