using Dropzone.Ledger.Api.Problems;

namespace Dropzone.Ledger.Api.Access;

/// <summary>
/// A change that is signed in by cookie must come from the page itself: its Origin is ours, and it carries a header that no form can send.
/// </summary>
public sealed class CrossSiteGuard(RequestDelegate next)
{
    /// <summary>The header; any value will do.</summary>
    public const string Header = "X-Ledger";

    /// <summary>Refuses what does not.</summary>
    public Task InvokeAsync(HttpContext context) =>
        context.User.HasClaim(c => c.Type == LedgerAuthentication.CookieClaim) && IsUnsafe(context.Request.Method)
        && Refusal(context.Request) is { } refusal
            ? refusal.ExecuteAsync(context)
            : next(context);

    /// <summary>Why a request does not come from our own page; null when it does.</summary>
    public static Problem? Refusal(HttpRequest request)
    {
        var own = $"{request.Scheme}://{request.Host.Value}";
        if (request.Headers.Origin is not [{ } origin] || !string.Equals(origin, own, StringComparison.OrdinalIgnoreCase))
        {
            return new Problem(ProblemKinds.CrossSite, "The Origin header must name this server.");
        }

        return request.Headers.ContainsKey(Header)
            ? null
            : new Problem(ProblemKinds.CrossSite, $"Changes by cookie must carry the header {Header}.");
    }

    private static bool IsUnsafe(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);
}
