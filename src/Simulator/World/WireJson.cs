using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>JSON as Microsoft's services write it: compact, with non-ASCII letters and quotes unescaped where JSON allows it.</summary>
internal static class WireJson
{
    /// <summary>The writer's options.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    /// <summary>The bytes of <paramref name="node"/>.</summary>
    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Options);

    /// <summary>The text of <paramref name="node"/>.</summary>
    public static string Text(JsonNode node) => node.ToJsonString(Options);

    /// <summary>An array of texts.</summary>
    public static JsonArray Array(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)JsonValue.Create(item))]);

    /// <summary>A detached element, for a dynamic cell.</summary>
    public static JsonElement Element(JsonNode? node) =>
        node is null ? JsonSerializer.SerializeToElement<object?>(null) : JsonSerializer.SerializeToElement(node, Options);
}
