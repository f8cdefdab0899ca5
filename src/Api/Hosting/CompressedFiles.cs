using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>
/// Answers a request for a file of the UI with the copy that its build compressed, where there is one and the browser takes it
/// (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3). The copy is called like the file, with <c>.br</c> behind.
/// </summary>
public sealed class CompressedFiles(RequestDelegate next)
{
    private const string Coding = "br";
    private const string Ending = "." + Coding;

    /// <summary>The type of a copy is that of its file.</summary>
    public static IContentTypeProvider Types { get; } = new TypesOfCopies();

    /// <summary>Leads the request to the copy.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (WebFiles.IsHashed(request.Path) && TakesIt(request) && File.Exists(Path.Join(WebFiles.Folder, request.Path + Ending)))
        {
            request.Path += Ending;
        }

        return next(context);
    }

    /// <summary>Says in an answer how its body is coded.</summary>
    public static void Prepare(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (IsCopy(context.Request.Path.Value))
        {
            context.Response.Headers.ContentEncoding = Coding;
        }
    }

    private static bool TakesIt(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(static each => each.Value == Coding && each.Quality is not 0);

    private static bool IsCopy([NotNullWhen(true)] string? path) => path?.EndsWith(Ending, StringComparison.Ordinal) == true;

    private sealed class TypesOfCopies : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider types = new();

        public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType) =>
            types.TryGetContentType(IsCopy(subpath) ? subpath[..^Ending.Length] : subpath, out contentType);
    }
}
