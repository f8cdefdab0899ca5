using System.Text.Encodings.Web;
using System.Text.Json;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>
/// Answers a page of the list as the JSON of a <see cref="Page{T}"/> of <see cref="AlertItem"/>, and says the position that it reflects. The rows are
/// written while the database still makes the next ones; nothing is sent before the last.
/// </summary>
/// <param name="read">Reads the page.</param>
/// <param name="links">Makes links safe.</param>
internal sealed class AlertPageResult(Func<IAlertPageWriter, CancellationToken, Task<AlertPageEnd>> read, SafeLinks links) : IResult
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        using var page = new Writer(links);
        var end = await read(page, httpContext.RequestAborted);
        ReadBarrier.Say(httpContext, end.Position);
        await page.End(end.NextCursor).AnswerAsync(httpContext);
    }

    private sealed class Writer : IAlertPageWriter, IDisposable
    {
        // As LedgerJson writes; what is written here was checked when it was built.
        private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

        private readonly PooledBody body = new();
        private readonly Utf8JsonWriter json;
        private readonly SafeLinks links;

        public Writer(SafeLinks links) => (json, this.links) = (new Utf8JsonWriter(body, Form), links);

        public void Begin()
        {
            json.Reset();
            body.Clear();
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
        }

        public void Add(AlertRow row) => AlertItemForm.Write(json, row, links);

        public PooledBody End(string? nextCursor)
        {
            json.WriteEndArray();
            json.WriteString("nextCursor"u8, nextCursor);
            json.WriteEndObject();
            json.Flush();
            return body;
        }

        public void Dispose()
        {
            json.Dispose();
            body.Dispose();
        }
    }
}
