using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a connector may do, asked without changing anything.</summary>
/// <param name="Checks">Each permission by name.</param>
/// <param name="GrantedRoles">The application permissions in the tokens of the APIs that the connector calls; empty when they do not say.</param>
/// <param name="Expiry">When the secret or certificate ends; null when it cannot be read.</param>
/// <param name="NotNeeded">Permissions that older guides name, or that are granted, and that the ledger does not use.</param>
public sealed record ConnectorTest(
    IReadOnlyList<PermissionCheck> Checks,
    IReadOnlyList<string> GrantedRoles,
    CredentialExpiry? Expiry,
    IReadOnlyList<UnneededPermission> NotNeeded)
{
    /// <summary>Whether nothing failed.</summary>
    public bool Passed => Checks.All(check => check.Result != CheckResult.Fail);

    /// <summary>Runs every check of the registry that the settings need, one after the other.</summary>
    internal static async Task<ConnectorTest> RunAsync(CheckContext context, CancellationToken cancellation)
    {
        var checks = new List<PermissionCheck>();
        var granted = await Ingestion.GrantedRoles.ReadAsync(context, cancellation).ConfigureAwait(false);
        checks.AddRange(granted.Refusals);
        if (granted.Refusals.Count == 0)
        {
            foreach (var check in ConnectorChecks.All.Where(check => check.Concerns(context.Settings)))
            {
                checks.AddRange(await check.RunAsync(context, cancellation).ConfigureAwait(false));
            }
        }

        var (expiry, end) = granted.Refusals.Count > 0
            ? (null, null)
            : await CredentialEndCheck.RunAsync(context, cancellation).ConfigureAwait(false);
        return new ConnectorTest(
            end is null ? checks : [.. checks, end], granted.Roles, expiry, UnneededPermission.Among(granted.Roles, context.Settings));
    }
}
