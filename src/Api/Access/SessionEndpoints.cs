using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;

namespace Dropzone.Ledger.Api.Access;

/// <summary>Signs a browser in: by the code of a link, or by a token that a person pastes. Exactly one of the two.</summary>
/// <param name="Code">The one-time code.</param>
/// <param name="Token">The token.</param>
public sealed record NewSession(string? Code = null, string? Token = null);

/// <summary>Who is signed in.</summary>
/// <param name="Name">The token's name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Tenant">The tenant.</param>
public sealed record SessionView(string Name, Role Role, string Tenant);

/// <summary>The browser's session.</summary>
public static class SessionEndpoints
{
    /// <summary>How long a code of a link opens a session.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(12);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/session", OpenAsync).WithName("OpenSession").WithTags("Access").AllowAnonymous()
            .WithSummary("Opens a browser session").Produces<SessionView>();
        api.MapGet("/session", Show).WithName("ShowSession").WithTags("Access").RequireAuthorization(Policies.Read)
            .WithSummary("Who is signed in").Produces<SessionView>();
        api.MapDelete("/session", EndAsync).WithName("EndSession").WithTags("Access").RequireAuthorization(Policies.Read)
            .WithSummary("Ends the browser session").Produces(204);
    }

    private static async Task<IResult> OpenAsync(
        RequestBody<NewSession> body, HttpContext context, AccessTokens tokens, SignInGuard guard, TimeProvider time)
    {
        if (CrossSiteGuard.Refusal(context.Request) is { } foreign)
        {
            return foreign;
        }

        if (guard.WaitOf(context) is { } wait)
        {
            return new Problem(ProblemKinds.TooManyTries, "Too many failed sign-ins from this address.") { RetryAfter = wait };
        }

        var cancellation = context.RequestAborted;
        var token = body.Value switch
        {
            { Code: { } code, Token: null } => await tokens.RedeemCodeAsync(code, cancellation),
            { Code: null, Token: { } text } when AccessSecret.LooksLikeToken(text) => await tokens.ResolveAsync(text, cancellation),
            _ => null,
        };
        if (token is null)
        {
            guard.Failed(context);
            return new Problem(ProblemKinds.SignInRequired, "The code or token is unknown, or was used or too old. Ask for a new link.");
        }

        if (token.Refusal(time.GetUtcNow()) is { } refusal)
        {
            await guard.RefusedAsync(context, token, refusal);
            return new Problem(ProblemKinds.SignInRequired, "The token has ended.") { Reason = refusal };
        }

        SessionCookie.Set(context, await tokens.NewSessionAsync(token, SessionLifetime, cancellation));
        return Results.Ok(new SessionView(token.Name, token.Role, token.Tenant));
    }

    private static IResult Show(Caller caller) => Results.Ok(new SessionView(caller.Name, caller.Role, caller.Tenant));

    private static async Task<IResult> EndAsync(HttpContext context, AccessTokens tokens)
    {
        if (SessionCookie.Read(context.Request) is { } session)
        {
            await tokens.EndSessionAsync(session, context.RequestAborted);
        }

        SessionCookie.Clear(context);
        return Results.NoContent();
    }
}
