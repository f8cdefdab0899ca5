using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// What is fetched beside a Defender alert: the mails behind it from the quarantine, and the enforcement mode of data loss prevention. Neither
/// holds an alert up: what cannot be had becomes a warning of the alert.
/// </summary>
internal sealed class AlertCompletion
{
    private readonly QuarantinedMails? quarantine;
    private readonly EnforcementModes? modes;

    private AlertCompletion(QuarantinedMails? quarantine, EnforcementModes? modes) => (this.quarantine, this.modes) = (quarantine, modes);

    /// <summary>Null when the settings ask for nothing of it.</summary>
    public static AlertCompletion? Of(
        CloudConnection? connection, Microsoft365Settings settings, Func<CancellationToken, Task> graph, Func<CancellationToken, Task> exchange)
    {
        if (connection is null)
        {
            return null;
        }

        var mails = settings is { Powershell.Enabled: true, Credentials.OrganizationId: { } organization }
            ? new QuarantinedMails(connection.Quarantine(organization), exchange)
            : null;
        var found = settings.DlpEnforcementModes.Count > 0 ? new EnforcementModes(connection.Hunting, graph) : null;
        return mails is null && found is null ? null : new AlertCompletion(mails, found);
    }

    /// <summary>Whether an alert has anything of it.</summary>
    public bool Concerns(MappedRecord alert) =>
        (modes is not null && DlpEvents.Concerns(alert.Facts)) || (quarantine is not null && QuarantinedMails.IdsOf(alert).Count > 0);

    public async Task<SourceRecord> CompleteAsync(SourceRecord alert, AlertState? state, CancellationToken cancellation)
    {
        var withModes = modes is null ? alert : await modes.FindAsync(alert, cancellation).ConfigureAwait(false);
        return quarantine is null || state is { Erased: true }
            ? withModes
            : await quarantine.FetchAsync(withModes, state, cancellation).ConfigureAwait(false);
    }
}
