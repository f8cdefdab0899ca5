using Dropzone.Ledger.Api.Access;

namespace Dropzone.Ledger.Api.Live;

/// <summary>Asks again whether the token or session of a request that stays open is still in force.</summary>
public sealed class TokenWatch(AccessTokens tokens, TimeProvider time)
{
    /// <summary>Whether it is.</summary>
    public async Task<bool> IsInForceAsync(HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.HasClaim(static c => c.Type == LedgerAuthentication.CookieClaim))
        {
            var session = SessionCookie.Read(context.Request);
            var behind = session is null ? null : await tokens.ResolveSessionAsync(session, cancellation);
            return behind is not null && behind.Refusal(time.GetUtcNow()) is null;
        }

        var caller = Caller.Of(context.User);
        var token = await tokens.FindAsync(caller.Tenant, caller.Token, cancellation);
        return token is not null && token.Refusal(time.GetUtcNow()) is null;
    }
}
