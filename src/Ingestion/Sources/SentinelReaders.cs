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
        foreach (var workspace in settings.Workspaces)
        {
            yield return new SentinelReader(connection, workspace.Name, workspace.WorkspaceId, options.SentinelPageSize, Logs);
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
