using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Dropzone.Ledger.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>A body as bytes and as a JSON document, without any type.</summary>
public sealed class RawBody : IRefusable, IEndpointParameterMetadataProvider
{
    /// <summary>What is said of a field whose name holds half a surrogate pair.</summary>
    internal const string BrokenName = "A field's name holds a broken character.";

    private const string DigestItem = "ledger.body-digest";
    private readonly JsonDocument? document;

    private RawBody(ReadOnlyMemory<byte> bytes, JsonDocument? document, Problem? refusal) =>
        (Bytes, this.document, Refusal) = (bytes, document, refusal);

    /// <summary>The bytes as they came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The bytes, parsed.</summary>
    public JsonDocument Document => document ?? throw new InvalidOperationException("The body was refused.");

    /// <inheritdoc />
    public Problem? Refusal { get; }

    /// <summary>Reads the body.</summary>
    public static async ValueTask<RawBody?> BindAsync(HttpContext context) => await ReadAsync(context);

    /// <summary>Tells the description of the API that there is a body.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(JsonElement)));
    }

    internal static async ValueTask<RawBody> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return new("{}"u8.ToArray(), JsonDocument.Parse("{}"), null);
        }

        if (!context.Request.HasJsonContentType())
        {
            return new(default, null, new Problem(ProblemKinds.UnsupportedMediaType, "Send the body as application/json."));
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        ReadOnlyMemory<byte> bytes = buffer.ToArray();
        context.Items[DigestItem] = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));

        // The parser looks into strings only when they are asked for; then it is too late to answer what is wrong.
        if (!Utf8.IsValid(bytes.Span))
        {
            return new(default, null, Problem.Field("$", "The body is not UTF-8."));
        }

        try
        {
            var parsed = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return new(bytes, parsed, null);
        }
        catch (JsonException wrong)
        {
            var where = wrong.LineNumber is { } line ? $" (line {line + 1}, byte {wrong.BytePositionInLine + 1})" : "";
            return new(default, null, Problem.Field("$", $"The body is not JSON, or names a field twice{where}."));
        }
        catch (InvalidOperationException)
        {
            return new(default, null, Problem.Field("$", BrokenName));
        }
    }

    internal static string DigestOf(HttpContext context) => context.Items[DigestItem] as string ?? "";
}
