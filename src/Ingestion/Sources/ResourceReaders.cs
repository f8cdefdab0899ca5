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
        SentinelSettings sentinel =>
        [
            .. sentinel.Workspaces.Select(workspace => $"{SentinelReader.Incidents}/{workspace.Name}"),
            .. sentinel.Workspaces.Select(workspace => $"{ArmIncidentReader.Incidents}/{workspace.Name}"),
            .. sentinel.Workspaces.SelectMany(workspace => (sentinel.KqlQueries ?? []).Select(query => KqlReader.NameOf(query, workspace.Name))),
        ],
        _ => [],
    };

    /// <summary>A reader for each resource. Without a connection the readers may only be asked for their names.</summary>
    public static IEnumerable<IResourceReader> Of(ConnectorState connector, CloudConnection? connection, PollerOptions options, RequestBudget budget)
    {
        var directory = connector.Settings.Credentials.TenantId;
        return connector.Settings switch
        {
            Microsoft365Settings microsoft =>
            [
                new GraphReader(connection!, ReadsIncidents(microsoft), options.GraphPageSize, cancel => budget.TakeAsync(directory, CloudService.Graph, cancel)),
            ],
            SentinelSettings sentinel => SentinelReaders.Of(sentinel, connection!, options, (service, cancel) => budget.TakeAsync(directory, service, cancel)),
            _ => [],
        };
    }

    private static bool ReadsIncidents(Microsoft365Settings settings) => settings.Ingest == "incidents";
}
