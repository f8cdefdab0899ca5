using System.Buffers.Text;
using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>What an access token says about itself. Read for diagnosis, never validated.</summary>
/// <param name="Readable">False when the token is opaque: then nothing but the expiry is known.</param>
/// <param name="Roles">Granted application permissions; empty = nothing granted (consent is missing although the sign-in works).</param>
/// <param name="ExpiresAt">End of this token (not of the credential).</param>
/// <param name="Application">Claim <c>appid</c> or <c>azp</c>.</param>
/// <param name="Tenant">Claim <c>tid</c>.</param>
/// <param name="Audience">Claim <c>aud</c>.</param>
public sealed record AccessGrant(
    bool Readable,
    IReadOnlyList<string> Roles,
    DateTimeOffset ExpiresAt,
    string? Application,
    string? Tenant,
    string? Audience)
{
    /// <summary>Claim <c>app_displayname</c>: the name under which services show what the application did; only tokens of version 1 have it.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>True when one of these permissions is granted, whatever the case.</summary>
    public bool HasAny(params ReadOnlySpan<string> permissions)
    {
        foreach (var permission in permissions)
        {
            if (Roles.Contains(permission, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Decodes a token's payload. Total: whatever cannot be decoded is reported as not readable.</summary>
    internal static AccessGrant Read(string token, DateTimeOffset expiresAt)
    {
        var opaque = new AccessGrant(Readable: false, [], expiresAt, null, null, null);
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
        {
            return opaque;
        }

        try
        {
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            var claims = payload.RootElement;
            return claims.ValueKind != JsonValueKind.Object
                ? opaque
                : new AccessGrant(
                    Readable: true,
                    Strings(claims),
                    expiresAt,
                    Claim(claims, "appid") ?? Claim(claims, "azp"),
                    Claim(claims, "tid"),
                    Claim(claims, "aud"))
                {
                    ApplicationName = Claim(claims, "app_displayname"),
                };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return opaque;
        }
    }

    private static List<string> Strings(JsonElement claims) =>
        claims.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array
            ? [.. roles.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String).Select(r => PlainText.Cut(r.GetString(), 128))]
            : [];

    private static string? Claim(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? PlainText.Cut(value.GetString(), 256)
            : null;
}
