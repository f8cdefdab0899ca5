using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Http;
using Microsoft.Extensions.Primitives;

namespace Dropzone.Ledger.Simulator.Entra;

/// <summary>
/// <c>POST /{tenant}/oauth2/v2.0/token</c>: client credentials with a secret (form or Basic) or a certificate assertion.
/// </summary>
internal sealed class TokenEndpoint(SimulatedTenant tenant, AppRegistry apps, Audiences audiences, AccessTokens tokens, Func<DateTimeOffset> now)
{
    private static readonly HashSet<string> NoRoles = [];
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Answers one request.</summary>
    public async Task<WireAnswer> AnswerAsync(HttpContext context, string tenantName)
    {
        if (!context.Request.HasFormContentType)
        {
            return Refuse(context, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.");
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!IsTenant(tenantName))
        {
            return Refuse(context, 400, "invalid_request", 90002, $"Tenant '{tenantName}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.");
        }

        string? grant = form["grant_type"];
        if (grant != "client_credentials")
        {
            return string.IsNullOrEmpty(grant)
                ? Refuse(context, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.")
                : Refuse(context, 400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'.");
        }

        (string? basicId, string? basicSecret) = Basic(context.Request.Headers.Authorization);
        string? clientId = Value(form, "client_id") ?? basicId;
        if (clientId is null)
        {
            return Refuse(context, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_id'.");
        }

        if (apps.Find(clientId) is not { } app)
        {
            return Refuse(context, 400, "unauthorized_client", 700016, $"Application with identifier '{clientId}' was not found in the directory '{tenant.Domain}'.");
        }

        return Scope(context, Value(form, "scope"), out string resource)
            ?? Credentials(context, form, app, basicSecret)
            ?? Success(app, resource);
    }

    private WireAnswer? Scope(HttpContext context, string? scope, out string resource)
    {
        string[] scopes = (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        resource = "";
        if (scopes.Length == 0)
        {
            return Refuse(context, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'scope'.");
        }

        if (scopes.Length > 1)
        {
            return Refuse(context, 400, "invalid_scope", 70011, $"The provided value for scope {scope} is not valid. Client credential flows must name one resource.");
        }

        if (!scopes[0].EndsWith("/.default", StringComparison.Ordinal))
        {
            return Refuse(context, 400, "invalid_scope", 28002, $"Provided value for the input parameter scope '{scope}' is not valid when requesting an access token: it must end in /.default.");
        }

        resource = scopes[0][..^"/.default".Length].TrimEnd('/');
        return audiences.Knows(resource)
            ? null
            : Refuse(context, 400, "invalid_resource", 500011, $"The resource principal named {resource} was not found in the tenant named {tenant.Domain}.");
    }

    private WireAnswer? Credentials(HttpContext context, IFormCollection form, AppRegistration app, string? basicSecret)
    {
        if (Value(form, "client_assertion") is { } assertion)
        {
            return Value(form, "client_assertion_type") == AssertionType
                ? Assertion(context, app, Jwt.Read(assertion))
                : Refuse(context, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_assertion_type'.");
        }

        string? secret = Value(form, "client_secret") ?? basicSecret;
        if (secret is null)
        {
            return Refuse(context, 401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        }

        AppSecret? known = app.Secrets.FirstOrDefault(item => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(item.Value), Encoding.UTF8.GetBytes(secret)));
        if (known is null)
        {
            return Refuse(context, 401, "invalid_client", 7000215,
                $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app.ClientId}'.");
        }

        return known.End <= now()
            ? Refuse(context, 401, "invalid_client", 7000222, $"The provided client secret keys for app '{app.ClientId}' are expired.")
            : null;
    }

    private WireAnswer? Assertion(HttpContext context, AppRegistration app, Jwt? jwt)
    {
        if (jwt is null)
        {
            return Refuse(context, 401, "invalid_client", 50027, "JWT token is invalid or malformed.");
        }

        X509Certificate2? certificate = AppRegistry.Certificate(app, Jwt.Text(jwt.Header, "x5t#S256"), Jwt.Text(jwt.Header, "x5t"));
        using RSA? key = certificate?.GetRSAPublicKey();
        if (!jwt.IsSignedBy(key))
        {
            return Refuse(context, 401, "invalid_client", 700027, "The certificate with identifier used to sign the client assertion is not registered on application, or its signature is not valid.");
        }

        string id = app.ClientId.ToString();
        if (!string.Equals(jwt.Claim("iss"), id, StringComparison.OrdinalIgnoreCase) || !string.Equals(jwt.Claim("sub"), id, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(context, 401, "invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
        }

        if (!IsAudience(context, jwt.Claim("aud")))
        {
            return Refuse(context, 401, "invalid_client", 700023, "Client assertion audience claim does not match Realm issuer.");
        }

        // Microsoft allows the clocks to differ by five minutes.
        TimeSpan skew = TimeSpan.FromMinutes(5);
        bool valid = jwt.Time("exp") is { } end && end > now() - skew && (jwt.Time("nbf") ?? DateTimeOffset.UnixEpoch) <= now() + skew;
        return valid ? null : Refuse(context, 400, "invalid_grant", 500133, "Assertion is not within its valid time range. Ensure that the assertion is not expired before using it.");
    }

    private bool IsAudience(HttpContext context, string? audience) =>
        Uri.TryCreate(audience, UriKind.Absolute, out Uri? uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.IsLoopback
        && uri.Port == context.Connection.LocalPort
        && uri.Segments.Length >= 3
        && IsTenant(uri.Segments[1].TrimEnd('/'))
        && uri.AbsolutePath[uri.Segments[1].Length..] is "/oauth2/v2.0/token" or "/v2.0";

    private WireAnswer Success(AppRegistration app, string resource)
    {
        (string token, int seconds) = tokens.Issue(
            app, resource, resource == audiences.Graph ? app.GraphRoles : resource == audiences.Exchange ? app.ExchangeRoles : NoRoles, now());
        return WireAnswer.Json(200, new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = token,
        });
    }

    private bool IsTenant(string name) => Guid.TryParse(name, out Guid id) ? id == tenant.TenantId : string.Equals(name, tenant.Domain, StringComparison.OrdinalIgnoreCase);

    private static string? Value(IFormCollection form, string name) => form[name].FirstOrDefault() is { Length: > 0 } value ? value : null;

    private static (string? Id, string? Secret) Basic(StringValues header)
    {
        string? text = header.FirstOrDefault();
        if (text?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) != true)
        {
            return (null, null);
        }

        try
        {
            string[] pair = Encoding.UTF8.GetString(Convert.FromBase64String(text[6..])).Split(':', 2);
            return pair.Length == 2 ? (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])) : (null, null);
        }
        catch (FormatException)
        {
            return (null, null);
        }
    }

    private WireAnswer Refuse(HttpContext context, int status, string error, int code, string message)
    {
        string stamp = now().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string trace = Refusals.RequestId(context);
        string correlation = context.Request.Headers["client-request-id"].FirstOrDefault() ?? trace;
        return WireAnswer.Json(status, new JsonObject
        {
            ["error"] = error,
            ["error_description"] = $"AADSTS{code}: {message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}",
            ["error_codes"] = new JsonArray(code),
            ["timestamp"] = stamp,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
            ["error_uri"] = $"https://login.microsoftonline.com/error?code={code}",
        });
    }
}
