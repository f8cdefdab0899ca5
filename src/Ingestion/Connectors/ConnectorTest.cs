using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a permission check came to.</summary>
public enum CheckResult
{
    /// <summary>The call went through.</summary>
    Pass,

    /// <summary>It was refused.</summary>
    Fail,

    /// <summary>It cannot be told without trying to write, or the source did not say.</summary>
    Unknown,
}

/// <summary>One permission that a connector needs.</summary>
/// <param name="Name">What it is needed for.</param>
/// <param name="Grant">The exact permission or role to grant.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Code">A stable code when it did not pass.</param>
/// <param name="Message">What the source said.</param>
/// <param name="WhatToDo">The remedy.</param>
public sealed record PermissionCheck(string Name, string Grant, CheckResult Result, string? Code = null, string? Message = null, string? WhatToDo = null);

/// <summary>What a connector may do, asked without changing anything.</summary>
/// <param name="Checks">Each permission by name.</param>
/// <param name="GrantedRoles">The application permissions in the token; empty when the token does not say.</param>
/// <param name="CredentialEndsAt">When the secret or certificate ends; null when it cannot be read.</param>
public sealed record ConnectorTest(IReadOnlyList<PermissionCheck> Checks, IReadOnlyList<string> GrantedRoles, DateTimeOffset? CredentialEndsAt)
{
    private const string WorkspaceReader = "the role Microsoft Sentinel Reader (or Log Analytics Reader) on the workspace";
    private const string WorkspaceResponder = "the role Microsoft Sentinel Responder on the workspace";

    /// <summary>Whether nothing failed.</summary>
    public bool Passed => Checks.All(check => check.Result != CheckResult.Fail);

    internal static async Task<ConnectorTest> RunAsync(
        ConnectorSettings settings, CloudConnection connection, TimeProvider time, CancellationToken cancellation)
    {
        var checks = settings switch
        {
            Microsoft365Settings microsoft => await GraphAsync(microsoft, connection, time, cancellation).ConfigureAwait(false),
            SentinelSettings sentinel =>
            [
                .. await SentinelAsync(sentinel, connection, cancellation).ConfigureAwait(false),
                .. await KqlDryRun.RunAsync(sentinel, connection, time, cancellation).ConfigureAwait(false),
                .. await MailFetchingCheck.RunAsync(sentinel, connection, cancellation).ConfigureAwait(false),
            ],
            _ => [],
        };
        var service = settings is SentinelSettings ? CloudService.LogAnalytics : CloudService.Graph;
        var granted = await connection.ReadGrantAsync(service, cancellation).ConfigureAwait(false);
        return new ConnectorTest(
            checks,
            granted.Match(grant => grant.Roles, _ => []),
            await EndsAtAsync(connection, cancellation).ConfigureAwait(false));
    }

    private static async Task<List<PermissionCheck>> GraphAsync(
        Microsoft365Settings settings, CloudConnection connection, TimeProvider time, CancellationToken cancellation)
    {
        var query = new AlertQuery(Instants.Back(time.GetUtcNow(), settings.PollLookback), Top: 1);
        return settings.Ingest == "incidents"
            ? [Check("Read Defender incidents", "SecurityIncident.Read.All", await connection.Graph.ListIncidentsAsync(query, cancellation).ConfigureAwait(false))]
            : [Check("Read Defender alerts", "SecurityAlert.Read.All", await connection.Graph.ListAlertsAsync(query, cancellation).ConfigureAwait(false))];
    }

    private static async Task<List<PermissionCheck>> SentinelAsync(
        SentinelSettings settings, CloudConnection connection, CancellationToken cancellation)
    {
        var checks = new List<PermissionCheck>();
        foreach (var workspace in settings.Workspaces)
        {
            foreach (var table in new[] { "SecurityIncident", "SecurityAlert" })
            {
                var read = await connection.LogAnalytics
                    .QueryAsync(workspace.WorkspaceId, $"{table}\n| take 1", cancellation: cancellation)
                    .ConfigureAwait(false);
                checks.Add(!read.TryGet(out _, out var error) && AbsentTables.Is(error)
                    ? new PermissionCheck(
                        $"Read {table} of {workspace.Name}", WorkspaceReader, CheckResult.Unknown, "table-absent",
                        $"The workspace has no {table} yet; it comes with the first record.")
                    : Check($"Read {table} of {workspace.Name}", WorkspaceReader, read));
            }

            var incidents = connection.SentinelIncidents(new(workspace.SubscriptionId, workspace.ResourceGroup, workspace.Name));
            var rights = await incidents.ReadPermissionsAsync(cancellation).ConfigureAwait(false);
            checks.Add(Right($"Read incidents of {workspace.Name}", WorkspaceReader, WorkspacePermissions.ReadIncidents, rights));
            checks.Add(Right($"Write incidents of {workspace.Name}", WorkspaceResponder, WorkspacePermissions.WriteIncidents, rights));
        }

        return checks;
    }

    private static PermissionCheck Check<T>(string name, string grant, CloudResult<T> read) => read.Match(
        _ => new PermissionCheck(name, grant, CheckResult.Pass),
        error => Refused(name, grant, error.IsTransient ? CheckResult.Unknown : CheckResult.Fail, error));

    /// <summary>A right that is read from the resource manager's list and never tried: not listed, or not readable, is unknown.</summary>
    private static PermissionCheck Right(string name, string grant, string action, CloudResult<WorkspacePermissions> rights) => rights.Match(
        listed => listed.Allows(action)
            ? new PermissionCheck(name, grant, CheckResult.Pass)
            : new PermissionCheck(name, grant, CheckResult.Unknown, "not-listed", $"No role lists {action}.", $"Grant {grant}."),
        error => Refused(name, grant, CheckResult.Unknown, error));

    private static PermissionCheck Refused(string name, string grant, CheckResult result, CloudError error) =>
        new(name, grant, result, error.Code, error.Detail, error.Kind == CloudErrorKind.PermissionMissing ? $"Grant {grant} to the application." : error.WhatToDo);

    private static async Task<DateTimeOffset?> EndsAtAsync(CloudConnection connection, CancellationToken cancellation)
    {
        if (connection.Certificate is { } certificate)
        {
            return certificate.NotAfter;
        }

        var keys = await connection.Application.ListKeysAsync(cancellation).ConfigureAwait(false);
        return keys.Match(
            list => list.Where(key => !key.IsCertificate).ToList() is [var only] ? only.EndsAt : null,
            _ => (DateTimeOffset?)null);
    }
}
