using System.Text.Json;

namespace Dropzone.Ledger.Ingestion;

/// <summary>A dynamic column that lists texts.</summary>
internal static class JsonTexts
{
    /// <summary>The texts of a JSON list; empty when it is none.</summary>
    public static IReadOnlyList<string> Read(string? json) => Read(json, item => item.ValueKind == JsonValueKind.String ? item.GetString() : null);

    /// <summary>Of a JSON list of objects (or texts), the texts of one member (or themselves).</summary>
    public static IReadOnlyList<string> Members(string? json, string member) => Read(json, item => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString(),
        JsonValueKind.Object when item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String => value.GetString(),
        _ => null,
    });

    private static IReadOnlyList<string> Read(string? json, Func<JsonElement, string?> text)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        try
        {
            using var list = JsonDocument.Parse(json);
            return list.RootElement.ValueKind == JsonValueKind.Array
                ? [.. list.RootElement.EnumerateArray().Select(text).OfType<string>()]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
