using System.CommandLine;
using Dropzone.Ledger.Api.Cli;
using Dropzone.Ledger.Api.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dropzone.Ledger.Api.OpenApi;

/// <summary><c>ledger openapi</c>: the description of the API on standard output, without a database. The UI's types are made from it.</summary>
public static class OpenApiCommand
{
    private const string Name = "v1";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("openapi", "Print the OpenAPI document of this build");
        command.SetAction(async (_, cancellation) =>
        {
            await Console.Out.WriteLineAsync(await WriteAsync(cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The document, as the host would serve it.</summary>
    public static async Task<string> WriteAsync(CancellationToken cancellation)
    {
        await using var app = LedgerHost.Build(DocumentGeneration.Options, static builder => builder.Logging.ClearProviders());

        // A host shows its endpoints to the document from its start on; this one never starts.
        app.UseEndpoints(static _ => { });
        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        var document = await provider.GetOpenApiDocumentAsync(cancellation);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation);
    }
}
