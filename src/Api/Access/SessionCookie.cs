namespace Dropzone.Ledger.Api.Access;

/// <summary>
/// The browser's session cookie. Over TLS its name begins with <c>__Host-</c>, which browsers accept only with Secure, path / and no domain;
/// on loopback without TLS that is not possible and the name is plain.
/// </summary>
public static class SessionCookie
{
    private const string Secure = "__Host-ledger";
    private const string Plain = "ledger";

    /// <summary>The session's id as the browser sent it.</summary>
    public static string? Read(HttpRequest request) =>
        request.Cookies[request.IsHttps ? Secure : Plain] is { Length: > 0 and < 200 } value ? value : null;

    /// <summary>Gives the browser a session that ends with the browser, or with the session itself.</summary>
    public static void Set(HttpContext context, AccessSecret session) =>
        context.Response.Cookies.Append(Name(context), session.Text, Options(context));

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name(context), Options(context));

    private static string Name(HttpContext context) => context.Request.IsHttps ? Secure : Plain;

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
    };
}
