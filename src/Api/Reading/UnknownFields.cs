using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dropzone.Ledger.Api.Reading;

/// <summary>Finds the fields of a document that a type does not have. Pure.</summary>
public static class UnknownFields
{
    /// <summary>Their JSON paths, without the leading <c>$.</c>.</summary>
    public static IEnumerable<string> In(JsonElement element, Type type, JsonSerializerOptions options) =>
        In(element, options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type), "");

    private static IEnumerable<string> In(JsonElement element, JsonTypeInfo type, string path) => (element.ValueKind, type.Kind) switch
    {
        (JsonValueKind.Object, JsonTypeInfoKind.Object) => element.EnumerateObject().SelectMany(field => InField(field, type, path)),
        (JsonValueKind.Array, JsonTypeInfoKind.Enumerable) when type.ElementType is { } item =>
            element.EnumerateArray().SelectMany((e, i) => In(e, type.Options.GetTypeInfo(item), $"{path}[{i}]")),
        _ => [],
    };

    private static IEnumerable<string> InField(JsonProperty field, JsonTypeInfo type, string path)
    {
        var here = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
        var known = type.Properties.FirstOrDefault(p => p.Name == field.Name);
        return known is null
            ? [here]
            : In(field.Value, type.Options.GetTypeInfo(Nullable.GetUnderlyingType(known.PropertyType) ?? known.PropertyType), here);
    }
}
