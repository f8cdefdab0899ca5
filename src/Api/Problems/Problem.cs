using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Dropzone.Ledger.Api.Problems;

/// <summary>A refusal as RFC 9457 problem details. Never carries an exception, a stack trace or a secret.</summary>
/// <param name="Kind">Which sort.</param>
/// <param name="Detail">This occurrence, one or two sentences for a person.</param>
public sealed record Problem(ProblemKind Kind, string Detail) : IResult, IStatusCodeHttpResult
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What is wrong, field by field.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    /// <summary>A stable code of the domain that says more than the sort.</summary>
    public string? Reason { get; init; }

    /// <summary>When trying again makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The position that was reached, where that is what is missing.</summary>
    public long? Position { get; init; }

    /// <inheritdoc />
    public int? StatusCode => Kind.Status;

    /// <summary>There is no such thing.</summary>
    public static Problem NotFound(string what, string id) =>
        new(ProblemKinds.NotFound, $"There is no {what} '{PlainName(id)}' in this tenant.{(what == "connector" ? " GET /api/v1/connectors names those that there are." : "")}");

    /// <summary>One field that cannot be read.</summary>
    public static Problem Field(string field, string message, string? remedy = null) =>
        new(ProblemKinds.InvalidRequest, $"{field}: {message}") { Errors = [new FieldProblem(field, message, remedy)] };

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
        }

        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        var body = new ProblemBody(
            Kind.Type, Kind.Title, Kind.Status, Detail, httpContext.Request.Path, TraceOf(httpContext), Reason, Errors, Position);
        await JsonSerializer.SerializeAsync(response.Body, body, Format, httpContext.RequestAborted);
    }

    /// <summary>The id under which the log knows this request.</summary>
    public static string TraceOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>A person's text cut and stripped, to be named in a message.</summary>
    public static string PlainName(string text)
    {
        var cut = text.Length > 100 ? text[..100] + "…" : text;
        return string.Concat(cut.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format));
    }
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its JSON path or the parameter's name.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record FieldProblem(string Field, string Message, string? Remedy);

/// <summary>The body of every refusal (RFC 9457).</summary>
/// <param name="Type">Stable urn of the sort of problem.</param>
/// <param name="Title">Short sentence, the same for every occurrence.</param>
/// <param name="Status">The HTTP status again.</param>
/// <param name="Detail">This occurrence.</param>
/// <param name="Instance">The path that was asked.</param>
/// <param name="TraceId">Finds the request in the server's log.</param>
/// <param name="Reason">A stable code of the domain, where there is one.</param>
/// <param name="Errors">Field by field, where fields are to blame.</param>
/// <param name="Position">The position that was reached, where a position was waited for.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string? Instance,
    string TraceId,
    string? Reason = null,
    IReadOnlyList<FieldProblem>? Errors = null,
    long? Position = null);
