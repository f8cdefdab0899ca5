using System.Text.Json.Nodes;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Http;

/// <summary>An answer before it is written: status, body and headers.</summary>
internal sealed record WireAnswer(int Status, byte[]? Body, string ContentType = "application/json; charset=utf-8")
{
    /// <summary>Seconds to wait before the next try.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>A JSON body.</summary>
    public static WireAnswer Json(int status, JsonNode body) => new(status, WireJson.Bytes(body));

    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString();
        }

        if (Body is not null)
        {
            context.Response.ContentType = ContentType;
            context.Response.ContentLength = Body.Length;
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }
}
