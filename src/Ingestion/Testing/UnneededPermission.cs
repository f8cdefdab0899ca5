using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Ingestion;

/// <summary>A permission that the ledger does not use.</summary>
/// <param name="Permission">Its name.</param>
/// <param name="Granted">Whether the application holds it.</param>
/// <param name="Why">Why it is not needed.</param>
public sealed record UnneededPermission(string Permission, bool Granted, string Why)
{
    /// <summary>Permissions of APIs that set-up guides still name.</summary>
    private static readonly Dictionary<string, string> Legacy = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SecurityEvents.Read.All"] = "It belongs to the retired API security/alerts; the ledger reads security/alerts_v2 with SecurityAlert.Read.All.",
        ["SecurityEvents.ReadWrite.All"] = "It belongs to the retired API security/alerts, and the ledger never writes to Defender.",
    };

    /// <summary>Permissions that write, where the ledger only reads.</summary>
    private static readonly Dictionary<string, string> Larger = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SecurityAlert.ReadWrite.All"] = "The ledger never writes to Defender: SecurityAlert.Read.All is enough.",
        ["SecurityIncident.ReadWrite.All"] = "The ledger never writes to Defender: SecurityIncident.Read.All is enough.",
        ["ThreatSubmission.ReadWrite.All"] = "The ledger submits nothing: ThreatSubmission.Read.All is enough.",
        ["Mail.ReadWrite"] = "The ledger changes no mail: Mail.Read is enough.",
        ["Directory.ReadWrite.All"] = "The ledger changes nothing in the directory.",
    };

    /// <summary>What guides name for this kind whether it is granted or not, and what is granted beyond need.</summary>
    internal static IReadOnlyList<UnneededPermission> Among(IReadOnlyList<string> granted, ConnectorSettings settings)
    {
        bool Holds(string role) => granted.Contains(role, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Legacy.Where(one => Holds(one.Key) || (settings is Microsoft365Settings && one.Key == "SecurityEvents.Read.All"))
                .Select(one => new UnneededPermission(one.Key, Holds(one.Key), one.Value)),
            .. Larger.Where(one => Holds(one.Key)).Select(one => new UnneededPermission(one.Key, true, one.Value)),
        ];
    }
}
