using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.Entra;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Graph;

/// <summary>Writes an application as Graph shows it: secrets by id, hint and dates, never by value.</summary>
internal static class ApplicationJson
{
    /// <summary>The application object.</summary>
    public static JsonObject Of(AppRegistration app) => new()
    {
        ["id"] = app.ClientId.ToString(),
        ["appId"] = app.ClientId.ToString(),
        ["displayName"] = app.Name,
        ["passwordCredentials"] = new JsonArray([.. app.Secrets.Select(secret => new JsonObject
        {
            ["keyId"] = secret.KeyId.ToString(),
            ["displayName"] = "prod",
            ["hint"] = secret.Value[..Math.Min(3, secret.Value.Length)],
            ["startDateTime"] = WireTime.Format(secret.Start),
            ["endDateTime"] = WireTime.Format(secret.End),
            ["secretText"] = null,
            ["customKeyIdentifier"] = null,
        })]),
        ["keyCredentials"] = new JsonArray([.. app.Certificates.Select(certificate => new JsonObject
        {
            ["keyId"] = new Guid(certificate.GetCertHash()[..16]).ToString(),
            ["customKeyIdentifier"] = Convert.ToBase64String(certificate.GetCertHash()),
            ["type"] = "AsymmetricX509Cert",
            ["usage"] = "Verify",
            ["startDateTime"] = WireTime.Format(new DateTimeOffset(certificate.NotBefore.ToUniversalTime())),
            ["endDateTime"] = WireTime.Format(new DateTimeOffset(certificate.NotAfter.ToUniversalTime())),
            ["key"] = null,
        })]),
    };
}
