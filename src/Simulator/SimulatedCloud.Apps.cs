using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dropzone.Ledger.Simulator.Entra;

namespace Dropzone.Ledger.Simulator;

/// <content>Applications, their credentials and what they may do. A grant shows in new tokens only; an Azure role at once.</content>
public sealed partial class SimulatedCloud
{
    /// <summary>Registers an application with one secret and no permission.</summary>
    public AppRegistration RegisterApp(string name)
    {
        var registered = new AppRegistration(Guid.NewGuid(), name, [NewSecret(TimeSpan.FromDays(180))], [], new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        apps.Set(registered);
        return registered;
    }

    /// <summary>The application, or nothing.</summary>
    public AppRegistration? FindApp(Guid clientId) => apps.Find(clientId.ToString());

    /// <summary>Adds a secret and returns it; nothing when there is no such application.</summary>
    public AppSecret? AddSecret(Guid clientId, TimeSpan lifetime)
    {
        AppSecret secret = NewSecret(lifetime);
        return apps.Change(clientId, item => item with { Secrets = [.. item.Secrets, secret] }) ? secret : null;
    }

    /// <summary>Lets every secret of the application run out now.</summary>
    public bool ExpireSecrets(Guid clientId)
    {
        DateTimeOffset now = time.GetUtcNow();
        return apps.Change(clientId, item => item with { Secrets = [.. item.Secrets.Select(secret => secret with { End = now })] });
    }

    /// <summary>Registers the public part of a certificate.</summary>
    public bool AddCertificate(Guid clientId, X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        X509Certificate2 known = X509CertificateLoader.LoadCertificate(certificate.RawData);
        return apps.Change(clientId, item => item with { Certificates = [.. item.Certificates, known] });
    }

    /// <summary>Takes all certificates away.</summary>
    public bool RemoveCertificates(Guid clientId) => apps.Change(clientId, item => item with { Certificates = [] });

    /// <summary>Grants a Graph application permission.</summary>
    public bool GrantGraphRole(Guid clientId, string role) => apps.Change(clientId, item => item with { GraphRoles = With(item.GraphRoles, role) });

    /// <summary>Takes a Graph application permission away.</summary>
    public bool RevokeGraphRole(Guid clientId, string role) => apps.Change(clientId, item => item with { GraphRoles = Without(item.GraphRoles, role) });

    /// <summary>Assigns an Azure role on the workspace: Microsoft Sentinel Reader or Responder, Log Analytics Reader.</summary>
    public bool GrantAzureRole(Guid clientId, string role) => apps.Change(clientId, item => item with { AzureRoles = With(item.AzureRoles, role) });

    /// <summary>Takes an Azure role away.</summary>
    public bool RevokeAzureRole(Guid clientId, string role) => apps.Change(clientId, item => item with { AzureRoles = Without(item.AzureRoles, role) });

    /// <summary>Grants an application permission of Exchange Online; shows in new tokens only.</summary>
    public bool GrantExchangeRole(Guid clientId, string role) => apps.Change(clientId, item => item with { ExchangeRoles = With(item.ExchangeRoles, role) });

    /// <summary>Takes an application permission of Exchange Online away.</summary>
    public bool RevokeExchangeRole(Guid clientId, string role) => apps.Change(clientId, item => item with { ExchangeRoles = Without(item.ExchangeRoles, role) });

    /// <summary>Takes an Entra directory role from the service principal.</summary>
    public bool RevokeDirectoryRole(Guid clientId, string role) => apps.Change(clientId, item => item with { DirectoryRoles = Without(item.DirectoryRoles, role) });

    private AppSecret NewSecret(TimeSpan lifetime)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new AppSecret(Guid.NewGuid(), "sim8Q~" + RandomNumberGenerator.GetHexString(34, lowercase: true), now, now + lifetime);
    }

    private static HashSet<string> With(IReadOnlySet<string> set, string item) => [.. set, item];

    private static HashSet<string> Without(IReadOnlySet<string> set, string item) => [.. set.Where(other => other != item)];
}
