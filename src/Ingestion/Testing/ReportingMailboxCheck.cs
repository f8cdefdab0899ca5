using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Connectors.OData;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Lists one message of the reporting mailbox, with the person's filter.</summary>
internal sealed class ReportingMailboxCheck : IConnectorCheck
{
    public bool Concerns(ConnectorSettings settings) => settings is Microsoft365Settings { MailboxPhishing.Enabled: true };

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var settings = ((Microsoft365Settings)context.Settings).MailboxPhishing;
        var received = MailboxClient.Received(Instants.Back(context.Time.GetUtcNow(), context.Settings.PollLookback), null);
        var condition = settings.Filter is { } filter ? ODataFilter.Beside(received, filter) : received;
        var read = await context.AskAsync(
            CloudService.Outlook, cancel => context.Connection.Mailbox(settings.Address ?? "").ListAsync(condition, 1, cancel), cancellation).ConfigureAwait(false);
        return [PermissionCheck.Of("Read the reporting mailbox", "Mail.Read", read)];
    }
}
