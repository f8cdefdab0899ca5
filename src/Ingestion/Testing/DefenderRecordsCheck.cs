using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Reads one Defender alert, or incident, as the poller would.</summary>
internal sealed class DefenderRecordsCheck : IConnectorCheck
{
    public bool Concerns(ConnectorSettings settings) => settings is Microsoft365Settings;

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var settings = (Microsoft365Settings)context.Settings;
        var graph = context.Connection.Graph;
        var query = new AlertQuery(Instants.Back(context.Time.GetUtcNow(), settings.PollLookback), Top: 1);
        var incidents = settings.Ingest == "incidents";
        var read = await context.AskAsync(
            CloudService.Graph,
            cancel => incidents ? graph.ListIncidentsAsync(query, cancel) : graph.ListAlertsAsync(query, cancel),
            cancellation).ConfigureAwait(false);
        return
        [
            incidents
                ? PermissionCheck.Of("Read Defender incidents", "SecurityIncident.Read.All", read)
                : PermissionCheck.Of("Read Defender alerts", "SecurityAlert.Read.All", read),
        ];
    }
}
