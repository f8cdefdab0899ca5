using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a Sentinel connector polls: of each workspace its incidents, and the rows of each query.</summary>
internal static class SentinelReaders
{
    /// <summary>All readers; each has a cursor, a coverage and failures of its own.</summary>
    public static IEnumerable<IResourceReader> Of(
        SentinelSettings settings, CloudConnection connection, PollerOptions options, Func<CloudService, CancellationToken, Task> budget)
    {
        Task Logs(CancellationToken cancellation) => budget(CloudService.LogAnalytics, cancellation);
        Task Graph(CancellationToken cancellation) => budget(CloudService.Graph, cancellation);
        Task Arm(CancellationToken cancellation) => budget(CloudService.ResourceManager, cancellation);
        foreach (var workspace in settings.Workspaces)
        {
            yield return new SentinelReader(connection, workspace.Name, workspace.WorkspaceId, options.SentinelPageSize, Logs, Graph);
        }

        foreach (var workspace in settings.Workspaces)
        {
            var redirects = new RedirectTargets(
                (kql, cancellation) => SentinelReader.QueryAsync(connection, workspace.WorkspaceId, kql, Logs, cancellation), connection, Graph);
            yield return new ArmIncidentReader(
                connection.SentinelIncidents(new(workspace.SubscriptionId, workspace.ResourceGroup, workspace.Name)), workspace.Name, redirects, Arm);
        }

        foreach (var workspace in settings.Workspaces)
        {
            foreach (var query in settings.KqlQueries ?? [])
            {
                yield return new KqlReader(connection, query, workspace.Name, workspace.WorkspaceId, options.KqlRowsAtOnce, Logs);
            }
        }
    }
}
