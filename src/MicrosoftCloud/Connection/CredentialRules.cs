namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>What credentials must look like before anything is sent. Pure.</summary>
public static class CredentialRules
{
    private static readonly string[] SharedTenants = ["common", "organizations", "consumers"];

    /// <summary>Everything wrong, one sentence each; empty when they may be tried. Never quotes a value.</summary>
    public static IReadOnlyList<string> Problems(CloudCredentials credentials)
    {
        var problems = new List<string>();
        if (!IsTenant(credentials.TenantId))
        {
            problems.Add("tenantId: must be the GUID or a verified domain of one tenant");
        }

        if (!Guid.TryParseExact(credentials.ClientId, "D", out _))
        {
            problems.Add("clientId: must be the GUID of the app registration");
        }

        if (credentials.Key is CloudKey.ClientSecret secret && string.IsNullOrWhiteSpace(secret.Value))
        {
            problems.Add("clientSecret: is empty");
        }

        return problems;
    }

    private static bool IsTenant(string tenant) =>
        tenant is { Length: >= 1 and <= 253 }
        && tenant.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
        && !tenant.StartsWith('.')
        && !SharedTenants.Contains(tenant, StringComparer.OrdinalIgnoreCase);
}
