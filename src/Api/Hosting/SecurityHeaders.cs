namespace Dropzone.Ledger.Api.Hosting;

/// <summary>Headers that every answer carries: no inline script, no framing, no guessing of types, no referrer.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Rest =
        "; default-src 'none'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string Policy = "style-src 'self'" + Rest;

    /// <summary>The policy of a page whose own styles carry a nonce.</summary>
    internal static string PolicyWithStyles(string nonce) => $"style-src 'self' 'nonce-{nonce}'{Rest}";

    /// <summary>Sets them before anything is written.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            headers.CacheControl = "no-store";
        }

        return next(context);
    }
}
