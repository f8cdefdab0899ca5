using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Dropzone.Ledger.Api.Problems;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>Something bound from a request that may turn out to be unreadable; a filter answers the refusal before the endpoint runs.</summary>
public interface IRefusable
{
    /// <summary>Why it cannot be used; null when it can.</summary>
    Problem? Refusal { get; }
}

/// <summary>A JSON body, read strictly: unknown and ill-typed fields are refused by name.</summary>
/// <typeparam name="T">What it holds.</typeparam>
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Binding finds its methods by these names.")]
public sealed class RequestBody<T> : IRefusable, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? value;

    private RequestBody(T? value, Problem? refusal) => (this.value, Refusal) = (value, refusal);

    /// <summary>The content.</summary>
    public T Value => value ?? throw new InvalidOperationException("The body was refused.");

    /// <inheritdoc />
    public Problem? Refusal { get; }

    /// <summary>Reads the body.</summary>
    public static async ValueTask<RequestBody<T>?> BindAsync(HttpContext context)
    {
        var raw = await RawBody.ReadAsync(context);
        if (raw.Refusal is { } refused)
        {
            return new RequestBody<T>(null, refused);
        }

        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        using var document = raw.Document;
        try
        {
            var unknown = UnknownFields.In(document.RootElement, typeof(T), options).ToList();
            if (unknown.Count > 0)
            {
                return new RequestBody<T>(null, Many(unknown));
            }

            var read = document.RootElement.Deserialize<T>(options);
            return read is null ? Refused("$", "An object is expected, not null.") : new RequestBody<T>(read, null);
        }
        catch (JsonException wrong)
        {
            return Refused(FieldOf(wrong), "The value is missing or of the wrong type.");
        }
        catch (InvalidOperationException)
        {
            return Refused("$", RawBody.BrokenName);
        }
    }

    /// <summary>Tells the description of the API what the body holds.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
    }

    private static RequestBody<T> Refused(string field, string message) => new(null, Problem.Field(field, message, "Write it as /openapi/v1.json describes it."));

    private static string FieldOf(JsonException wrong) => wrong.Path is { Length: > 2 } path ? path[2..] : "$";

    private static Problem Many(List<string> unknown) => new(
        ProblemKinds.InvalidRequest, $"Unknown: {string.Join(", ", unknown)}.")
    {
        Errors = [.. unknown.Select(static f => new FieldProblem(f, "There is no such field here.", "Leave it out, or check its spelling."))],
    };
}
