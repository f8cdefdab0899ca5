using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Reads one row of each Sentinel table of each workspace.</summary>
internal sealed class WorkspaceTablesCheck : IConnectorCheck
{
    internal const string Reader = "the role Microsoft Sentinel Reader (or Log Analytics Reader) on the workspace";

    public bool Concerns(ConnectorSettings settings) => settings is SentinelSettings;

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var checks = new List<PermissionCheck>();
        foreach (var workspace in ((SentinelSettings)context.Settings).Workspaces)
        {
            foreach (var table in new[] { "SecurityIncident", "SecurityAlert" })
            {
                var read = await context.AskAsync(
                    CloudService.LogAnalytics,
                    cancel => context.Connection.LogAnalytics.QueryAsync(workspace.WorkspaceId, $"{table}\n| take 1", cancellation: cancel),
                    cancellation).ConfigureAwait(false);
                checks.Add(!read.TryGet(out _, out var error) && AbsentTables.Is(error)
                    ? new PermissionCheck(
                        $"Read {table} of {workspace.Name}", Reader, CheckResult.Unknown, "table-absent",
                        $"The workspace has no {table} yet; it comes with the first record.")
                    : PermissionCheck.Of($"Read {table} of {workspace.Name}", Reader, read));
            }
        }

        return checks;
    }
}
