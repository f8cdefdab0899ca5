using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Entra;

/// <summary>A token taken apart; nothing in it is trusted before <see cref="IsSignedBy"/>.</summary>
internal sealed record Jwt(JsonElement Header, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>Takes a compact token apart; nothing when it is none.</summary>
    public static Jwt? Read(string? token)
    {
        string[] parts = (token ?? "").Split('.');
        if (parts.Length != 3 || Json(parts[0]) is not { } header || Json(parts[1]) is not { } claims || Base64Url.Decode(parts[2]) is not { } signature)
        {
            return null;
        }

        return new Jwt(header, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature);
    }

    /// <summary>Signs claims with RS256.</summary>
    public static string Sign(RSA key, string keyId, JsonObject claims)
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = keyId };
        string signed = $"{Base64Url.Encode(WireJson.Bytes(header))}.{Base64Url.Encode(WireJson.Bytes(claims))}";
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.Encode(signature)}";
    }

    /// <summary>Whether <paramref name="key"/> made the signature, by PS256 or RS256 as the header says.</summary>
    public bool IsSignedBy(RSA? key) => (key, Text(Header, "alg")) switch
    {
        (not null, "PS256") => key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        (not null, "RS256") => key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => false,
    };

    /// <summary>A text claim.</summary>
    public string? Claim(string name) => Text(Claims, name);

    /// <summary>A time claim, in Unix seconds; MSAL writes them as text, which Entra takes.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (!Claims.TryGetProperty(name, out JsonElement value) || value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return null;
        }

        return double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && Math.Abs(seconds) < 1e11
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;
    }

    /// <summary>A text member of the header or the claims.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Json(string part)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Base64Url.Decode(part) ?? []);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
