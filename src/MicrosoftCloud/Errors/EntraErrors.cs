using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// Reads a refusal of the token service. It branches on <c>error_codes[]</c>, then on <c>error</c>, never on the text
/// (Microsoft's reference of error codes warns that texts change).
/// </summary>
internal static class EntraErrors
{
    /// <param name="status">HTTP status.</param>
    /// <param name="body">The answer's text.</param>
    /// <param name="asked">The service whose token was asked for: it is the one that may not be provisioned.</param>
    /// <param name="key">What was signed in with.</param>
    public static CloudError Read(int status, string? body, CloudService asked, CloudKey key)
    {
        var refusal = Parse(body, key.SecretText);
        var kind = refusal.Numbers.Select(number => ByNumber(number, key)).FirstOrDefault(k => k is not null)
            ?? ByStatus(status)
            ?? ByName(refusal.Error, key)
            ?? (refusal.Error is null ? CloudErrorKind.InvalidAnswer : CloudErrorKind.SignInRefused);
        return new CloudError(kind, kind == CloudErrorKind.ResourceNotProvisioned ? asked : CloudService.Entra)
        {
            HttpStatus = status,
            ApiCode = refusal.Numbers.Count > 0 ? $"AADSTS{refusal.Numbers[0]}" : refusal.Error,
            RequestId = refusal.TraceId,
            Detail = refusal.Description,
        };
    }

    private static CloudErrorKind? ByNumber(long number, CloudKey key) => number switch
    {
        7000222 => CloudErrorKind.CredentialExpired,
        7000215 or 7000216 or 7000218 => Wrong(key),
        700016 or 7000112 or 7000229 => CloudErrorKind.ApplicationNotInTenant,
        700027 or 700021 or 700023 => CloudErrorKind.CertificateNotAccepted,
        50012 or 500133 or 700024 => CloudErrorKind.ClockSkew,
        90002 or 900023 => CloudErrorKind.TenantUnknown,
        500011 or 500014 => CloudErrorKind.ResourceNotProvisioned,
        53003 or 53000 or 53001 or 530003 or 530034 => CloudErrorKind.BlockedByConditionalAccess,
        70011 or 28002 => CloudErrorKind.BadRequest,
        _ => null,
    };

    private static CloudErrorKind? ByStatus(int status) => status switch
    {
        429 => CloudErrorKind.Throttled,
        408 or >= 500 => CloudErrorKind.Transient,
        _ => null,
    };

    private static CloudErrorKind? ByName(string? error, CloudKey key) => error switch
    {
        "invalid_client" => Wrong(key),
        "unauthorized_client" => CloudErrorKind.ApplicationNotInTenant,
        "invalid_resource" => CloudErrorKind.ResourceNotProvisioned,
        "temporarily_unavailable" => CloudErrorKind.Transient,
        "invalid_scope" => CloudErrorKind.BadRequest,
        _ => null,
    };

    private static CloudErrorKind Wrong(CloudKey key) =>
        key is CloudKey.Certificate ? CloudErrorKind.CertificateNotAccepted : CloudErrorKind.CredentialWrong;

    private static Refusal Parse(string? body, string? secret)
    {
        if (string.IsNullOrEmpty(body))
        {
            return Refusal.None;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object
                ? Refusal.None
                : new Refusal(Text(root, "error", secret), Numbers(root), Description(root, secret), Text(root, "trace_id", secret));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Refusal.None;
        }
    }

    private static List<long> Numbers(JsonElement root) =>
        root.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array
            ? [.. codes.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Number && c.TryGetInt64(out _)).Select(c => c.GetInt64())]
            : [];

    /// <summary>Only the sentence: what follows it repeats the trace id and the time.</summary>
    private static string? Description(JsonElement root, string? secret)
    {
        var text = Text(root, "error_description", secret);
        var end = text?.IndexOf(" Trace ID:", StringComparison.Ordinal) ?? -1;
        return end > 0 ? text![..end] : text;
    }

    private static string? Text(JsonElement root, string name, string? secret) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && PlainText.CutSafely(value.GetString(), secret) is { Length: > 0 } text
            ? text
            : null;

    private sealed record Refusal(string? Error, IReadOnlyList<long> Numbers, string? Description, string? TraceId)
    {
        public static readonly Refusal None = new(null, [], null, null);
    }
}
