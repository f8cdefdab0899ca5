using System.Security.Claims;
using System.Text.Encodings.Web;
using Dropzone.Ledger.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dropzone.Ledger.Api.Access;

/// <summary>
/// Signs a request in by <c>Authorization: Bearer dzl_…</c> or by the session cookie. The tenant comes from the token and from nowhere else.
/// </summary>
public sealed class LedgerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AccessTokens tokens,
    SignInGuard guard,
    TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "Ledger";

    /// <summary>Claim: the tenant.</summary>
    public const string TenantClaim = "tenant";

    /// <summary>Claim: the token's public id.</summary>
    public const string TokenClaim = "token";

    /// <summary>Claim: present when the request was signed in by cookie.</summary>
    public const string CookieClaim = "cookie";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return await ByTokenAsync(header["Bearer ".Length..].Trim());
        }

        return SessionCookie.Read(Request) is { } session ? await BySessionAsync(session) : AuthenticateResult.NoResult();
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        var wait = guard.WaitOf(Context);
        var problem = wait is { } pause
            ? new Problem(ProblemKinds.TooManyTries, "Too many failed sign-ins from this address.") { RetryAfter = pause }
            : new Problem(ProblemKinds.SignInRequired, "Send a valid token as 'Authorization: Bearer dzl_…', or sign in at the page.");
        return problem.ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new Problem(ProblemKinds.RoleMissing, $"The role '{Context.User.FindFirstValue(ClaimTypes.Role)}' may not do this.")
            .ExecuteAsync(Context);

    private async Task<AuthenticateResult> ByTokenAsync(string text)
    {
        if (guard.WaitOf(Context) is not null)
        {
            return AuthenticateResult.Fail("too many tries");
        }

        var token = AccessSecret.LooksLikeToken(text) ? await tokens.ResolveAsync(text, Context.RequestAborted) : null;
        if (token?.Refusal(time.GetUtcNow()) is not { } refusal)
        {
            return token is null ? Unknown() : AuthenticateResult.Success(Ticket(token, byCookie: false));
        }

        await guard.RefusedAsync(Context, token, refusal);
        return AuthenticateResult.Fail(refusal);
    }

    private async Task<AuthenticateResult> BySessionAsync(string session)
    {
        var token = await tokens.ResolveSessionAsync(session, Context.RequestAborted);
        return token is not null && token.Refusal(time.GetUtcNow()) is null
            ? AuthenticateResult.Success(Ticket(token, byCookie: true))
            : AuthenticateResult.Fail("the session has ended");
    }

    private AuthenticateResult Unknown()
    {
        guard.Failed(Context);
        return AuthenticateResult.Fail("unknown token");
    }

    private static AuthenticationTicket Ticket(AccessToken token, bool byCookie)
    {
        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new Claim(TenantClaim, token.Tenant));
        identity.AddClaim(new Claim(TokenClaim, token.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, token.Name));
        identity.AddClaim(new Claim(ClaimTypes.Role, Roles.Word(token.Role)));
        if (byCookie)
        {
            identity.AddClaim(new Claim(CookieClaim, "yes"));
        }

        return new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme);
    }
}
