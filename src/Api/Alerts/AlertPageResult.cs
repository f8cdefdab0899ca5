using System.Text.Encodings.Web;
using System.Text.Json;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Answers a page of the list as the JSON of a <see cref="Page{T}"/> of <see cref="AlertItem"/>, and says the position that it reflects.</summary>
internal sealed class AlertPageResult(AlertPage page, SafeLinks links) : IResult
{
    // As LedgerJson writes; what is written here was checked when it was built.
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        using var body = new PooledBody();
        Write(body);
        ReadBarrier.Say(httpContext, page.Position);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Written.Length;
        await httpContext.Response.Body.WriteAsync(body.Written, httpContext.RequestAborted);
    }

    private void Write(PooledBody body)
    {
        using var json = new Utf8JsonWriter(body, Form);
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var row in page.Items)
        {
            AlertItemForm.Write(json, row, links);
        }

        json.WriteEndArray();
        json.WriteString("nextCursor"u8, page.NextCursor);
        json.WriteEndObject();
    }
}
