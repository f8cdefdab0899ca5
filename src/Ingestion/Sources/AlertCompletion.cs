using Dropzone.Ledger.Domain.Connectors;
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

    public async Task<IReadOnlyList<SourceRecord>> CompleteAsync(IReadOnlyList<SourceRecord> records, CancellationToken cancellation)
    {
        var withModes = modes is null ? records : await modes.FindAsync(records, cancellation).ConfigureAwait(false);
        if (quarantine is null)
        {
            return withModes;
        }

        var whole = new List<SourceRecord>(withModes.Count);
        foreach (var record in withModes)
        {
            whole.Add(await quarantine.FetchAsync(record, cancellation).ConfigureAwait(false));
        }

        return whole;
    }
}
