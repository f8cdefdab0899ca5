using Microsoft.Extensions.FileProviders;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>The UI's files, which are served to everybody: they hold nothing.</summary>
public static class WebFiles
{
    private const string Hashed = "/assets";
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>The folder that the build fills.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>
    /// Serves them, and the UI's page at every address that is its own. What lies in <c>assets</c> carries a hash of its content in its name and is
    /// kept by browsers for ever; of the rest they ask each time whether it changed (ETag, 304).
    /// </summary>
    public static void Use(IApplicationBuilder app)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        app.UseMiddleware<WebPage>();
        app.UseMiddleware<CompressedFiles>();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Folder),
            ContentTypeProvider = CompressedFiles.Types,
            OnPrepareResponse = static served =>
            {
                served.Context.Response.Headers.CacheControl = IsHashed(served.Context.Request.Path) ? Forever : "no-cache";
                CompressedFiles.Prepare(served.Context);
            },
        });
    }

    /// <summary>Whether a path is of a file whose name changes with its content.</summary>
    internal static bool IsHashed(PathString path) => path.StartsWithSegments(Hashed, StringComparison.Ordinal);
}
