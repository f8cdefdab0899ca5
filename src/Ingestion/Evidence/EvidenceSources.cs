using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Where a connector's settings want evidence from.</summary>
internal static class EvidenceSources
{
    /// <summary>Whether they want any.</summary>
    public static bool Wants(ConnectorSettings settings) => settings switch
    {
        SentinelSettings sentinel => sentinel.DefenderEmailFetching,
        Microsoft365Settings { Powershell.Enabled: true, Credentials.OrganizationId: not null } microsoft => microsoft.Ingest != "incidents",
        _ => false,
    };

    /// <summary>The source; null when the settings want none.</summary>
    public static IEvidenceSource? Of(ConnectorSettings settings, CloudConnection connection, PayRequest pay) => (Wants(settings), settings) switch
    {
        (true, Microsoft365Settings microsoft) =>
            new QuarantineEvidence(connection.Quarantine(microsoft.Credentials.OrganizationId!), cancel => pay(CloudService.Exchange, cancel)),
        (true, _) => new MailboxEvidence(connection.Mails, cancel => pay(CloudService.Outlook, cancel)),
        _ => null,
    };
}
