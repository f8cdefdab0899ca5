using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Asks the hunting table that holds the enforcement modes of data loss prevention.</summary>
internal sealed class EnforcementModesCheck : IConnectorCheck
{
    public bool Concerns(ConnectorSettings settings) => settings is Microsoft365Settings { DlpEnforcementModes.Count: > 0 };

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var read = await context.AskAsync(
            CloudService.Graph, cancel => context.Connection.Hunting.RunAsync("DataSecurityEvents\n| take 1", cancel), cancellation).ConfigureAwait(false);
        return [PermissionCheck.Of("Read DLP enforcement modes", "ThreatHunting.Read.All", read)];
    }
}
