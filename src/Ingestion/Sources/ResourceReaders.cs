using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a connector polls.</summary>
internal static class ResourceReaders
{
    /// <summary>The names of a connector's resources, as they stand in cursors and coverage events.</summary>
    public static IReadOnlyList<string> NamesOf(ConnectorSettings settings) => settings switch
    {
        Microsoft365Settings microsoft => [ReadsIncidents(microsoft) ? GraphReader.Incidents : GraphReader.Alerts],
        SentinelSettings sentinel => [.. sentinel.Workspaces.Select(workspace => $"{SentinelReader.Incidents}/{workspace.Name}")],
        _ => [],
    };

    /// <summary>A reader for each resource. Without a connection the readers may only be asked for their names.</summary>
    public static IEnumerable<IResourceReader> Of(ConnectorState connector, CloudConnection? connection, PollerOptions options, RequestBudgets budgets)
    {
        Func<CancellationToken, Task> Budget(CloudService service) => cancel =>
            budgets.AcquireAsync(connector.Settings.Credentials.TenantId, RequestBudgets.NameOf(service), cancel).AsTask();

        return connector.Settings switch
        {
            Microsoft365Settings microsoft =>
            [
                new GraphReader(connection!, ReadsIncidents(microsoft), options.GraphPageSize, Budget(CloudService.Graph)),
            ],
            SentinelSettings sentinel => sentinel.Workspaces.Select(workspace => new SentinelReader(
                connection!,
                workspace.Name,
                workspace.WorkspaceId,
                options.SentinelPageSize,
                Budget(CloudService.LogAnalytics))),
            _ => [],
        };
    }

    private static bool ReadsIncidents(Microsoft365Settings settings) => settings.Ingest == "incidents";
}
