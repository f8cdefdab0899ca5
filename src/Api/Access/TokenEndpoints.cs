using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;

namespace Dropzone.Ledger.Api.Access;

/// <summary>Asks for a token.</summary>
/// <param name="Name">What people call it; its acts are recorded under this name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="ExpiresAt">When it ends; 90 days from now when absent, at most two years.</param>
public sealed record NewToken(string Name, Role Role, DateTimeOffset? ExpiresAt = null);

/// <summary>A token without its value.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="RevokedAt">When it was ended early.</param>
public sealed record TokenView(
    Guid Id, string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    internal static TokenView Of(AccessToken token) =>
        new(token.Id, token.Name, token.Role, token.CreatedAt, token.ExpiresAt, token.RevokedAt);
}

/// <summary>A new token with its value, which is never shown again.</summary>
/// <param name="Id">Its public id.</param>
/// <param name="Token">Its value.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Position">The position of the record.</param>
public sealed record NewTokenAnswer(Guid Id, string Token, DateTimeOffset ExpiresAt, long Position);

/// <summary>Tokens of the caller's own tenant.</summary>
public static class TokenEndpoints
{
    private const int LongestName = 100;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(90);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(730);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tokens", ListAsync).WithName("ListTokens").WithTags("Access").RequireAuthorization(Policies.Administer)
            .WithSummary("Every token of the tenant, without its value").Produces<Page<TokenView>>().ReadsLog();
        api.MapPost("/tokens", IssueAsync).WithName("IssueToken").WithTags("Access").RequireAuthorization(Policies.Administer)
            .WithSummary("Makes a token; its value is shown only here").Produces<NewTokenAnswer>(201);
        api.MapDelete("/tokens/{id:guid}", RevokeAsync).WithName("RevokeToken").WithTags("Access").RequireAuthorization(Policies.Administer)
            .WithSummary("Ends a token at once").Produces<Commands.CommandAnswer>();
    }

    private static async Task<IResult> ListAsync(Caller caller, AccessTokens tokens, CancellationToken cancellation) =>
        Results.Ok(new Page<TokenView>([.. (await tokens.ListAsync(caller.Tenant, cancellation)).Select(TokenView.Of)]));

    private static async Task<IResult> IssueAsync(
        Caller caller, RequestBody<NewToken> body, TokenIssuing issuing, TimeProvider time, HttpContext context)
    {
        var wanted = body.Value;
        var name = wanted.Name.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            return Problem.Field("name", $"1 to {LongestName} characters are expected.");
        }

        var lifetime = wanted.ExpiresAt is { } end ? end - time.GetUtcNow() : Usual;
        if (lifetime <= TimeSpan.Zero || lifetime > Longest)
        {
            return Problem.Field("expiresAt", $"A time within the next {Longest.TotalDays} days is expected.");
        }

        var issued = await issuing.IssueAsync(caller.Tenant, name, wanted.Role, lifetime, caller.Actor, context.RequestAborted);
        if (issued is null)
        {
            return Problem.NotFound("tenant", caller.Tenant);
        }

        ReadBarrier.Say(context, issued.Position);
        return Results.Created(
            $"/api/v1/tokens/{issued.Token.Id}",
            new NewTokenAnswer(issued.Token.Id, issued.Secret.Text, issued.Token.ExpiresAt, issued.Position));
    }

    private static async Task<IResult> RevokeAsync(
        Caller caller, Guid id, TokenIssuing issuing, HttpContext context)
    {
        if (await issuing.RevokeAsync(caller.Tenant, id, caller.Actor, context.RequestAborted) is not { } position)
        {
            return Problem.NotFound("token", id.ToString());
        }

        ReadBarrier.Say(context, position);
        return Results.Ok(new Commands.CommandAnswer(position, Changed: true, Repeated: false));
    }
}
