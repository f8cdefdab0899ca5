using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>
/// Answers a value as JSON, sent in one piece with its length: a body that is sent while it is written needs a second piece to say that it has ended,
/// which the client has to wait for.
/// </summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="value">The value.</param>
internal sealed class WholeJson<T>(T value) : IResult
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        using var body = new PooledBody();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(json, value, options);
        }

        await body.AnswerAsync(httpContext);
    }
}
