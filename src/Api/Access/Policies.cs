using Microsoft.AspNetCore.Authorization;

namespace Dropzone.Ledger.Api.Access;

/// <summary>The policies that endpoints declare; a test holds that each endpoint declares one.</summary>
public static class Policies
{
    /// <summary>Reads of the tenant: every role.</summary>
    public const string Read = "read";

    /// <summary>Work on investigations: analyst, admin.</summary>
    public const string Investigate = "investigate";

    /// <summary>Connectors, filters, rebuilds: engineer, admin.</summary>
    public const string Configure = "configure";

    /// <summary>Tokens of the tenant, erasure: admin.</summary>
    public const string Administer = "administer";

    /// <summary>Who may do what.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Role>> Allowed { get; } = new Dictionary<string, IReadOnlyList<Role>>
    {
        [Read] = [Role.Auditor, Role.Analyst, Role.Engineer, Role.Admin],
        [Investigate] = [Role.Analyst, Role.Admin],
        [Configure] = [Role.Engineer, Role.Admin],
        [Administer] = [Role.Admin],
    };

    /// <summary>Registers them; all are judged by the one scheme that there is. What declares no policy is refused to everybody who is not signed in, and a test refuses the endpoint.</summary>
    public static void Configured(AuthorizationOptions options)
    {
        foreach (var (name, roles) in Allowed)
        {
            options.AddPolicy(name, policy => policy
                .RequireAuthenticatedUser()
                .RequireRole(roles.Select(Roles.Word)));
        }

        options.FallbackPolicy = options.GetPolicy(Read);
    }
}
