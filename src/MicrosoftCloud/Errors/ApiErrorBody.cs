using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// The error object that Graph, Log Analytics and the resource manager share:
/// <c>{"error":{"code","message","details":[…],"innerError":{…}}}</c>. The inner object is spelt either way and may nest.
/// </summary>
/// <param name="Codes">The codes from the outermost to the innermost, without empty ones.</param>
/// <param name="Message">The outermost message that is not empty, cut.</param>
/// <param name="Causes">Codes and messages of the details and inner objects, cut.</param>
/// <param name="RequestId">The request id of an inner object.</param>
internal sealed record ApiErrorBody(IReadOnlyList<string> Codes, string? Message, IReadOnlyList<string> Causes, string? RequestId)
{
    private const int MostCauses = 10;
    private const int Deepest = 10;

    /// <summary>A body without an error object: empty, HTML, or JSON of another shape.</summary>
    public static ApiErrorBody None { get; } = new([], null, [], null);

    /// <summary>Total: any bytes yield a value.</summary>
    public static ApiErrorBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonSlices.WithoutMark(body));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error)
                ? Read(error)
                : None;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return None;
        }
    }

    /// <summary>The outermost code, or null.</summary>
    public string? Code => Codes.Count > 0 ? Codes[0] : null;

    /// <summary>True when one of the codes is among these.</summary>
    public bool Says(params ReadOnlySpan<string> codes)
    {
        foreach (var code in codes)
        {
            if (Codes.Contains(code, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ApiErrorBody Read(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return error.ValueKind == JsonValueKind.String ? new([], PlainText.Cut(error.GetString()), [], null) : None;
        }

        var codes = new List<string>();
        var messages = new List<string>();
        var causes = new List<string>();
        string? requestId = null;
        var level = error;
        for (var depth = 0; depth < Deepest; depth++)
        {
            var (code, message) = (Text(level, "code"), Text(level, "message"));
            Add(codes, code);
            Add(messages, message);
            if (depth > 0)
            {
                Add(causes, Cause(code, message));
            }

            requestId ??= Text(level, "request-id") ?? Text(level, "requestId");
            Details(level, causes);
            if (!Inner(level, out level))
            {
                break;
            }
        }

        return new(codes, messages.FirstOrDefault(), [.. causes.Take(MostCauses)], requestId);
    }

    private static void Details(JsonElement level, List<string> causes)
    {
        if (!level.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var detail in details.EnumerateArray().Take(MostCauses).Where(d => d.ValueKind == JsonValueKind.Object))
        {
            Add(causes, Cause(Text(detail, "code"), Text(detail, "message")));
            if (Inner(detail, out var inner))
            {
                Add(causes, Cause(Text(inner, "code"), Text(inner, "message")));
            }
        }
    }

    private static bool Inner(JsonElement level, out JsonElement inner)
    {
        foreach (var member in level.EnumerateObject())
        {
            if (member.Name.Equals("innerError", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.Object)
            {
                inner = member.Value;
                return true;
            }
        }

        inner = level;
        return false;
    }

    private static string? Cause(string? code, string? message) =>
        code is null ? message : message is null ? code : $"{code}: {message}";

    private static void Add(List<string> list, string? text)
    {
        if (text is not null)
        {
            list.Add(text);
        }
    }

    private static string? Text(JsonElement level, string name) =>
        level.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && PlainText.Cut(value.GetString()) is { Length: > 0 } text
            ? text
            : null;
}
