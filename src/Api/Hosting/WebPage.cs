using System.Security.Cryptography;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>
/// The UI's one page. It stands at every address without an extension that is not the API's, so that a view can be saved and sent. Its styles are
/// made at run time: each answer allows exactly those that carry its own nonce (https://www.w3.org/TR/CSP3/#security-nonces).
/// </summary>
public sealed class WebPage(RequestDelegate next)
{
    private const string File = "index.html";
    private const string Placeholder = "{csp-nonce}";
    private const int NonceBytes = 16;

    private static readonly PathString[] Others = ["/api", "/openapi", "/health", "/assets"];

    private readonly string[] parts = Read();

    /// <summary>Answers with the page, or passes on what is not the UI's.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (parts.Length == 0 || !IsPage(context.Request))
        {
            return next(context);
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = SecurityHeaders.PolicyWithStyles(nonce);
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.WriteAsync(string.Join(nonce, parts), context.RequestAborted);
    }

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !Path.HasExtension(request.Path)
        && !Array.Exists(Others, other => request.Path.StartsWithSegments(other, StringComparison.OrdinalIgnoreCase));

    private static string[] Read()
    {
        var path = Path.Combine(WebFiles.Folder, File);
        return System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path).Split(Placeholder) : [];
    }
}
