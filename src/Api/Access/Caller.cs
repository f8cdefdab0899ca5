using System.Security.Claims;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Api.Access;

/// <summary>Who asks: taken from the token, never from the request's content.</summary>
/// <param name="Tenant">The tenant that everything is read from and written to.</param>
/// <param name="Token">The token's public id.</param>
/// <param name="Name">The token's name.</param>
/// <param name="Role">What it may do.</param>
public sealed record Caller(string Tenant, Guid Token, string Name, Role Role)
{
    /// <summary>The caller as events name it.</summary>
    public Actor Actor { get; } = new(ActorKind.Person, Name);

    /// <summary>The caller of a signed-in request; endpoints take it as a parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context.User));

    /// <summary>The caller of a principal that <see cref="LedgerAuthentication"/> made.</summary>
    public static Caller Of(ClaimsPrincipal user) => new(
        Claim(user, LedgerAuthentication.TenantClaim),
        Guid.Parse(Claim(user, LedgerAuthentication.TokenClaim)),
        Claim(user, ClaimTypes.Name),
        Roles.Read(Claim(user, ClaimTypes.Role)) ?? throw new InvalidOperationException("The caller has no role."));

    private static string Claim(ClaimsPrincipal user, string type) =>
        user.FindFirstValue(type) ?? throw new InvalidOperationException("The endpoint is open to callers without a token.");
}
