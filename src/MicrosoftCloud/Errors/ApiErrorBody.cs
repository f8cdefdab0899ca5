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
    private const int Largest = 1024 * 1024;

    /// <summary>A body without an error object: empty, HTML, or JSON of another shape.</summary>
    public static ApiErrorBody None { get; } = new([], null, [], null);

    /// <summary>Reads a whole body. Total: any bytes yield a value. The secret is taken out of every text.</summary>
    public static ApiErrorBody Read(ReadOnlyMemory<byte> body, string? secret) =>
        Parse(body, root => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) ? Read(error, secret) : None);

    /// <summary>Reads the error object alone.</summary>
    public static ApiErrorBody ReadObject(ReadOnlyMemory<byte> error, string? secret) => Parse(error, root => Read(root, secret));

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

    private static ApiErrorBody Parse(ReadOnlyMemory<byte> json, Func<JsonElement, ApiErrorBody> read)
    {
        if (json.Length > Largest)
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(JsonSlices.WithoutMark(json));
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return None;
        }
    }

    private static ApiErrorBody Read(JsonElement error, string? secret)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return error.ValueKind == JsonValueKind.String ? new([], PlainText.CutSafely(error.GetString(), secret), [], null) : None;
        }

        var codes = new List<string>();
        var messages = new List<string>();
        var causes = new List<string>();
        string? requestId = null;
        var level = error;
        for (var depth = 0; depth < Deepest; depth++)
        {
            var (code, message) = (Text(level, "code", secret), Text(level, "message", secret));
            Add(codes, code);
            Add(messages, message);
            if (depth > 0)
            {
                Add(causes, Cause(code, message));
            }

            requestId ??= Text(level, "request-id", secret) ?? Text(level, "requestId", secret);
            Details(level, causes, secret);
            if (!Inner(level, out level))
            {
                break;
            }
        }

        return new(codes, messages.FirstOrDefault(), [.. causes.Take(MostCauses)], requestId);
    }

    private static void Details(JsonElement level, List<string> causes, string? secret)
    {
        if (!level.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var detail in details.EnumerateArray().Take(MostCauses).Where(d => d.ValueKind == JsonValueKind.Object))
        {
            Add(causes, Cause(Text(detail, "code", secret), Text(detail, "message", secret)));
            if (Inner(detail, out var inner))
            {
                Add(causes, Cause(Text(inner, "code", secret), Text(inner, "message", secret)));
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

    private static string? Text(JsonElement level, string name, string? secret) =>
        level.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && PlainText.CutSafely(value.GetString(), secret) is { Length: > 0 } text
            ? text
            : null;
}
