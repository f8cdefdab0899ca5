using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Reads one submitted mail.</summary>
internal sealed class EmailThreatsCheck : IConnectorCheck
{
    public bool Concerns(ConnectorSettings settings) => settings is Microsoft365Settings { EmailThreatSubmissions: true };

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var from = Instants.Back(context.Time.GetUtcNow(), context.Settings.PollLookback);
        var read = await context.AskAsync(
            CloudService.Graph, cancel => context.Connection.EmailThreats.ListAsync(from, null, 1, cancel), cancellation).ConfigureAwait(false);
        return [PermissionCheck.Of("Read email threat submissions", "ThreatSubmission.Read.All", read)];
    }
}
