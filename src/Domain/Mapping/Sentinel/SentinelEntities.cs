using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>
/// The column Entities: Json.NET's <c>$id</c> and <c>$ref</c>, a lower-case <c>Type</c>; items without a type are parts that others refer to
/// and no entities of their own. What each type's fields are called: <see cref="SentinelEntityKinds"/>.
/// </summary>
internal static class SentinelEntities
{
    internal static IReadOnlyList<AlertEntity> Read(Reading reading, IReadOnlyList<(string Path, JsonElement Value)> items)
    {
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (_, item) in items)
        {
            Index(item, byId, 0);
        }

        var entities = new List<AlertEntity>();
        foreach (var (path, item) in items)
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                reading.Warn(path, "an entity was expected to be an object");
                continue;
            }

            var properties = EntityProperties.Of(reading, path, item, id => byId.TryGetValue(id, out var found) ? found : null);
            if (properties.TryGetValue("Type", out var type))
            {
                entities.Add(SentinelEntityKinds.Of(type, properties));
            }
        }

        return entities;
    }

    private static void Index(JsonElement value, Dictionary<string, JsonElement> byId, int depth)
    {
        if (depth > 12)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Index(item, byId, depth + 1);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && JsonText.NameOf(property) == "$id")
                {
                    byId.TryAdd(JsonText.Of(property.Value, out _), value);
                }

                Index(property.Value, byId, depth + 1);
            }
        }
    }
}
