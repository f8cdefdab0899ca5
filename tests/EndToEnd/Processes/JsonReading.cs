using System.Text.Json;

namespace Dropzone.Ledger.EndToEnd.Processes;

/// <summary>Short words for reading answers; a missing field fails the test with its name.</summary>
internal static class JsonReading
{
    public static JsonElement Field(this JsonElement document, string name) =>
        document.TryGetProperty(name, out var field) ? field : throw new KeyNotFoundException($"There is no '{name}' in {document}.");

    public static string Text(this JsonElement document, string name) =>
        document.Field(name).GetString() ?? throw new KeyNotFoundException($"'{name}' is null in {document}.");

    public static long Number(this JsonElement document, string name) => document.Field(name).GetInt64();

    public static IReadOnlyList<JsonElement> Items(this JsonElement document) => [.. document.Field("items").EnumerateArray()];
}
