using System.Text.Json.Nodes;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dropzone.Ledger.Api.OpenApi;

/// <summary>The description of the API: who may call what, the refusals, examples.</summary>
public static class ApiDocument
{
    private const string Bearer = "token";
    private static readonly JsonObject Examples = Read();

    /// <summary>Registers what is added to the generated description.</summary>
    public static void Configure(OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(CompleteAsync);
        options.AddSchemaTransformer(PlainAsync);
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Dropzone Ledger",
            Version = "v1",
            Description = "An event-sourced ledger of security alerts. Reads say in Ledger-Position which position they reflect and wait for one "
                + "with ?atLeast=; commands answer their position, take an Idempotency-Key, and If-Match where something can be changed.",
        };
        document.Servers = [];
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            foreach (var property in schema.Properties?.Values ?? [])
            {
                NameElements(property);
            }
        }

        var operations = document.Paths.Values.SelectMany(static path => path.Operations ?? []).Select(static each => each.Value);
        foreach (var parameter in operations.SelectMany(static operation => operation.Parameters ?? []))
        {
            NameElements(parameter.Schema);
        }

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = AccessSecret.TokenPrefix + "…",
            Description = "A token of the ledger. Browsers use a session cookie instead.",
        };
        return Task.CompletedTask;
    }

    private static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            var policy = metadata.OfType<IAuthorizeData>().Select(static a => a.Policy).FirstOrDefault(static p => p is not null) ?? Policies.Read;
            operation.Description = $"Roles: {string.Join(", ", Policies.Allowed[policy].Select(Roles.Word))}.";
        }

        operation.Parameters ??= [];
        if (metadata.OfType<Reading.ReadsFrom>().Any())
        {
            operation.Parameters.Add(Parameter(Reading.ReadBarrier.Parameter, ParameterLocation.Query, "Waits until the answer reflects this position."));
        }

        if (context.Description.HttpMethod is not "GET")
        {
            operation.Parameters.Add(Parameter("Idempotency-Key", ParameterLocation.Header, "The same key with the same request is done once."));
            operation.Parameters.Add(Parameter("If-Match", ParameterLocation.Header, "The ETag that the change was decided on."));
        }

        operation.Responses ??= [];
        operation.Responses.TryAdd("default", Refusal());
        AddExamples(operation);
        return Task.CompletedTask;
    }

    private static Task PlainAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        // The converters of the ledger's JSON hide these forms from the generator.
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var form = type == typeof(DateTimeOffset) ? "date-time" : type == typeof(TimeSpan) ? "duration" : null;
        if (form is not null || type == typeof(string))
        {
            schema.Type = JsonSchemaType.String | Nullability(schema, context);
            schema.Format = form;
            schema.Pattern = null;
        }
        else if (schema is { Type: null, Enum.Count: > 0 })
        {
            schema.Type = JsonSchemaType.String;
        }

        return Task.CompletedTask;
    }

    // The ledger's own form of texts hides from the generator what a list of them holds.
    private static void NameElements(IOpenApiSchema? schema)
    {
        if (schema is OpenApiSchema { Type: { } type, Items: null } list && type.HasFlag(JsonSchemaType.Array))
        {
            list.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }

    private static JsonSchemaType Nullability(OpenApiSchema schema, OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo?.IsGetNullable == true ? JsonSchemaType.Null : (schema.Type ?? default) & JsonSchemaType.Null;

    private static void AddExamples(OpenApiOperation operation)
    {
        if (operation.OperationId is not { } id || Examples[id] is not JsonObject example)
        {
            return;
        }

        if (example["request"] is { } request && operation.RequestBody?.Content?.TryGetValue("application/json", out var body) == true)
        {
            body.Example = request.DeepClone();
        }

        var success = operation.Responses?.FirstOrDefault(static r => r.Key.StartsWith('2')).Value;
        if (example["response"] is { } response && success?.Content?.TryGetValue("application/json", out var answer) == true)
        {
            answer.Example = response.DeepClone();
        }
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string description) => new()
    {
        Name = name,
        In = place,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiResponse Refusal()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        return new OpenApiResponse
        {
            Description = $"A refusal (RFC 9457). Types: {string.Join(", ", ProblemKinds.All.Select(static k => k.Type))}.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["type"] = text,
                            ["title"] = text,
                            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                            ["detail"] = text,
                            ["instance"] = text,
                            ["traceId"] = text,
                            ["reason"] = text,
                        },
                    },
                    Example = Examples["problem"]?.DeepClone(),
                },
            },
        };
    }

    private static JsonObject Read()
    {
        using var stream = typeof(ApiDocument).Assembly.GetManifestResourceStream("examples.json")
            ?? throw new InvalidOperationException("The examples of the API were not built in.");
        return JsonNode.Parse(stream)!.AsObject();
    }
}
