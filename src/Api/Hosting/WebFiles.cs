using Microsoft.Extensions.FileProviders;

namespace Dropzone.Ledger.Api.Hosting;

/// <summary>The page and its files, which are served to everybody: they hold nothing.</summary>
public static class WebFiles
{
    /// <summary>The folder that the build fills.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>
    /// Serves them. Their names carry no hash of their content, so a browser asks each time whether they changed (ETag, 304).
    /// </summary>
    public static void Use(IApplicationBuilder app)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        var files = new PhysicalFileProvider(Folder);
        // A call of the API is no file: it would be looked for on disk each time.
        app.UseWhen(static context => !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), pages =>
        {
            pages.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, DefaultFileNames = { } });
            pages.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = files,
                OnPrepareResponse = static served => served.Context.Response.Headers.CacheControl = "no-cache",
            });
        });
    }
}
