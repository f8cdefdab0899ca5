using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Entra;

/// <summary>What became of a request's bearer token.</summary>
internal abstract record TokenCheck
{
    /// <summary>No bearer token was sent.</summary>
    public sealed record Missing : TokenCheck;

    /// <summary>It is no token of this tenant.</summary>
    public sealed record Invalid(string Why) : TokenCheck;

    /// <summary>It has run out.</summary>
    public sealed record Expired : TokenCheck;

    /// <summary>It is for another resource.</summary>
    public sealed record WrongAudience(string Audience) : TokenCheck;

    /// <summary>It holds.</summary>
    public sealed record Accepted(string ClientId, IReadOnlySet<string> Roles) : TokenCheck;
}

/// <summary>Issues and checks access tokens. The key lives as long as the process.</summary>
internal sealed class AccessTokens(SimulatedTenant tenant) : IDisposable
{
    private const int UsualSeconds = 3599;

    /// <summary>How long tokens live from now on; a short one ends in the middle of a page.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(UsualSeconds);

    private int LifetimeSeconds => Math.Max(1, (int)Lifetime.TotalSeconds);

    private readonly RSA key = RSA.Create(2048);
    private readonly string keyId = Base64Url.Encode(RandomNumberGenerator.GetBytes(20));

    /// <summary>A token for one resource, with the permissions granted at this moment; <c>roles</c> is absent when there are none.</summary>
    public (string Token, int Seconds) Issue(AppRegistration app, string resource, IReadOnlySet<string> roles, DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["aud"] = resource,
            ["iss"] = $"https://sts.windows.net/{tenant.TenantId}/",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + LifetimeSeconds,
            ["app_displayname"] = app.Name,
            ["appid"] = app.ClientId.ToString(),
            ["appidacr"] = "1",
            ["idtyp"] = "app",
            ["oid"] = app.ClientId.ToString(),
            ["sub"] = app.ClientId.ToString(),
            ["tid"] = tenant.TenantId.ToString(),
            ["ver"] = "1.0",
        };
        if (roles.Count > 0)
        {
            claims["roles"] = WireJson.Array(roles.Order(StringComparer.Ordinal));
        }

        return (Jwt.Sign(key, keyId, claims), LifetimeSeconds);
    }

    /// <summary>Checks the <c>Authorization</c> header of a request to <paramref name="audience"/>.</summary>
    public TokenCheck Check(string? header, string audience, DateTimeOffset now)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return new TokenCheck.Missing();
        }

        Jwt? jwt = Jwt.Read(header["Bearer ".Length..].Trim());
        if (jwt is null || Jwt.Text(jwt.Header, "alg") != "RS256" || !jwt.IsSignedBy(key))
        {
            return new TokenCheck.Invalid(jwt is null ? "CompactToken parsing failed with error code: 80049217" : "Signature is invalid.");
        }

        if (jwt.Claim("tid") != tenant.TenantId.ToString())
        {
            return new TokenCheck.Invalid("The token was issued for another tenant.");
        }

        if (jwt.Claim("aud") != audience)
        {
            return new TokenCheck.WrongAudience(jwt.Claim("aud") ?? "");
        }

        return jwt.Time("exp") is { } end && end > now
            ? new TokenCheck.Accepted(jwt.Claim("appid")!, Roles(jwt))
            : new TokenCheck.Expired();
    }

    /// <inheritdoc />
    public void Dispose() => key.Dispose();

    private static HashSet<string> Roles(Jwt jwt) => jwt.Claims.TryGetProperty("roles", out JsonElement roles)
        ? [.. roles.EnumerateArray().Select(role => role.GetString()!)]
        : [];
}
