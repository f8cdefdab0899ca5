using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dropzone.Ledger.Simulator.Entra;

/// <summary>A client secret of an application.</summary>
/// <param name="KeyId">The secret's id, which people paste by mistake.</param>
/// <param name="Value">Its value.</param>
/// <param name="Start">From when it holds.</param>
/// <param name="End">Until when it holds.</param>
public sealed record AppSecret(Guid KeyId, string Value, DateTimeOffset Start, DateTimeOffset End)
{
    /// <inheritdoc />
    public override string ToString() => $"AppSecret {KeyId}";
}

/// <summary>What an application may do at one moment.</summary>
/// <param name="ClientId">The application.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Secrets">Its secrets.</param>
/// <param name="Certificates">Its certificates' public parts.</param>
/// <param name="GraphRoles">Granted Graph application permissions.</param>
/// <param name="AzureRoles">Azure roles on the workspace.</param>
public sealed record AppRegistration(
    Guid ClientId,
    string Name,
    IReadOnlyList<AppSecret> Secrets,
    IReadOnlyList<X509Certificate2> Certificates,
    IReadOnlySet<string> GraphRoles,
    IReadOnlySet<string> AzureRoles)
{
    /// <summary>Granted application permissions of Office 365 Exchange Online.</summary>
    public IReadOnlySet<string> ExchangeRoles { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Entra directory roles of the service principal.</summary>
    public IReadOnlySet<string> DirectoryRoles { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}

/// <summary>The applications of the simulated tenant. Thread-safe: every change replaces the record.</summary>
internal sealed class AppRegistry
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, AppRegistration> apps = [];

    /// <summary>The application, or nothing.</summary>
    public AppRegistration? Find(string? clientId)
    {
        lock (gate)
        {
            return Guid.TryParse(clientId, out Guid id) ? apps.GetValueOrDefault(id) : null;
        }
    }

    /// <summary>Adds or replaces an application.</summary>
    public void Set(AppRegistration app)
    {
        lock (gate)
        {
            apps[app.ClientId] = app;
        }
    }

    /// <summary>Changes an application; false when there is none.</summary>
    public bool Change(Guid clientId, Func<AppRegistration, AppRegistration> change)
    {
        lock (gate)
        {
            if (!apps.TryGetValue(clientId, out AppRegistration? app))
            {
                return false;
            }

            apps[clientId] = change(app);
            return true;
        }
    }

    /// <summary>The certificate an assertion's header names, by SHA-256 or, as older clients do, SHA-1.</summary>
    public static X509Certificate2? Certificate(AppRegistration app, string? sha256, string? sha1) => app.Certificates.FirstOrDefault(certificate =>
        (sha256 is not null && Base64Url.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) == sha256)
        || (sha256 is null && sha1 is not null && Base64Url.Encode(certificate.GetCertHash(HashAlgorithmName.SHA1)) == sha1));
}

/// <summary>Base64 for URLs, without padding.</summary>
internal static class Base64Url
{
    /// <summary>Encodes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>Decodes, or answers nothing.</summary>
    public static byte[]? Decode(string text)
    {
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
