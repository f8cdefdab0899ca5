using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Reads the rights on each workspace from the resource manager's list. Nothing is ever written to try them: a right that is not listed, or
/// a list that may not be read, is unknown.
/// </summary>
internal sealed class WorkspaceRightsCheck : IConnectorCheck
{
    private const string Responder = "the role Microsoft Sentinel Responder on the workspace";

    public bool Concerns(ConnectorSettings settings) => settings is SentinelSettings;

    public async Task<IReadOnlyList<PermissionCheck>> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var checks = new List<PermissionCheck>();
        foreach (var workspace in ((SentinelSettings)context.Settings).Workspaces)
        {
            var incidents = context.Connection.SentinelIncidents(new(workspace.SubscriptionId, workspace.ResourceGroup, workspace.Name));
            var rights = await context
                .AskAsync(CloudService.ResourceManager, incidents.ReadPermissionsAsync, cancellation)
                .ConfigureAwait(false);
            checks.Add(Right($"Read incidents of {workspace.Name}", WorkspaceTablesCheck.Reader, WorkspacePermissions.ReadIncidents, rights));
            checks.Add(Right($"Write incidents of {workspace.Name}", Responder, WorkspacePermissions.WriteIncidents, rights));
        }

        return checks;
    }

    private static PermissionCheck Right(string name, string grant, string action, CloudResult<WorkspacePermissions> rights) => rights.Match(
        listed => listed.Allows(action)
            ? new PermissionCheck(name, grant, CheckResult.Pass)
            : new PermissionCheck(name, grant, CheckResult.Unknown, "not-listed", $"No role lists {action}.", $"Grant {grant}."),
        error => PermissionCheck.Refused(name, grant, CheckResult.Unknown, error));
}
