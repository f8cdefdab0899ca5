using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What the tokens of a connector grant: it signs in for each API that it calls and decodes the claim <c>roles</c>.</summary>
/// <param name="Roles">The application permissions, of all APIs.</param>
/// <param name="Refusals">A row for each sign-in that failed; then no other check can say more.</param>
internal sealed record GrantedRoles(IReadOnlyList<string> Roles, IReadOnlyList<PermissionCheck> Refusals)
{
    public static async Task<GrantedRoles> ReadAsync(CheckContext context, CancellationToken cancellation)
    {
        var roles = new List<string>();
        foreach (var service in Services(context))
        {
            var read = await context.Connection.ReadGrantAsync(service, cancellation).ConfigureAwait(false);
            if (!read.TryGet(out var grant, out var error))
            {
                // Sign-ins fail alike for every API: one row says it.
                return new GrantedRoles([], [PermissionCheck.Refused("Sign in", "a client secret or certificate of the app registration", Result(error), error)]);
            }

            roles.AddRange(grant.Roles);
        }

        return new GrantedRoles([.. roles.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)], []);
    }

    private static CheckResult Result(CloudError error) => error.IsTransient ? CheckResult.Unknown : CheckResult.Fail;

    private static CloudService[] Services(CheckContext context) => context.Settings switch
    {
        SentinelSettings => [CloudService.LogAnalytics, CloudService.Graph],
        Microsoft365Settings { Powershell.Enabled: true } when context.Connection.Endpoints.Exchange is not null => [CloudService.Graph, CloudService.Exchange],
        _ => [CloudService.Graph],
    };
}
