using System.Globalization;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>
/// Lays the fields of an entity flat: <c>userAccount.accountName</c>, <c>loggedOnUsers[0].domainName</c>; a list of plain values becomes one
/// text. So every field of every kind is kept, of kinds to come too.
/// </summary>
internal sealed class EntityProperties(Reading reading, Func<string, JsonElement?>? resolve = null)
{
    private const int Deepest = 12;

    private readonly Dictionary<string, string> properties = new(StringComparer.Ordinal);

    /// <summary>The fields of one entity.</summary>
    /// <param name="reading">Notes what was read.</param>
    /// <param name="path">Where the entity stands.</param>
    /// <param name="entity">An object.</param>
    /// <param name="resolve">Finds the object that a Json.NET <c>$ref</c> speaks of.</param>
    internal static IReadOnlyDictionary<string, string> Of(Reading reading, string path, JsonElement entity, Func<string, JsonElement?>? resolve = null)
    {
        var flat = new EntityProperties(reading, resolve);
        flat.AddObject("", path, entity, 0, Referring.Itself);
        return flat.properties;
    }

    private void AddObject(string prefix, string path, JsonElement value, int depth, Referring referring)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (JsonText.NameOf(property) is not { } name || name == "$id" || (referring == Referring.Further && IsNested(property.Value)))
            {
                continue;
            }

            Add(prefix.Length == 0 ? name : $"{prefix}.{name}", $"{path}.{name}", property.Value, depth + 1, referring);
        }
    }

    private void Add(string name, string path, JsonElement value, int depth, Referring referring)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < Deepest:
                reading.Read(path);
                var referent = Referent(value);
                AddObject(name, path, referent ?? value, depth, referent is null ? referring : referring == Referring.Itself ? Referring.Once : Referring.Further);
                break;
            case JsonValueKind.Array when depth < Deepest:
                reading.Read(path);
                AddList(name, path, value, depth, referring);
                break;
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                reading.Read(path);
                Put(name, path, value);
                break;
            case JsonValueKind.Null:
                reading.Read(path);
                break;
            default:
                reading.Warn(path, "nested too deep; it stays in the payload only");
                break;
        }
    }

    private void AddList(string name, string path, JsonElement list, int depth, Referring referring)
    {
        var plain = !list.EnumerateArray().Any(IsNested);
        if (plain)
        {
            var text = string.Join(", ", list.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).Select(item => Text(path, item)));
            if (text.Length > 0)
            {
                properties[name] = text;
            }

            return;
        }

        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            var index = string.Create(CultureInfo.InvariantCulture, $"[{i++}]");
            Add(name + index, path + index, item, depth + 1, referring);
        }
    }

    private JsonElement? Referent(JsonElement value)
    {
        if (resolve is null)
        {
            return null;
        }

        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String && JsonText.NameOf(property) == "$ref")
            {
                return resolve(JsonText.Of(property.Value, out _));
            }
        }

        return null;
    }

    private static bool IsNested(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private void Put(string name, string path, JsonElement value)
    {
        var text = Text(path, value);
        if (text.Length > 0)
        {
            properties[name] = text;
        }
    }

    private string Text(string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.GetRawText();
        }

        var text = JsonText.Of(value, out var replaced);
        if (replaced)
        {
            reading.Warn(path, "a NUL or a broken character was replaced by U+FFFD");
        }

        return text;
    }

    /// <summary>
    /// How many references were followed. References may form a circle, so behind the second one only plain values are taken: enough for
    /// the hashes of the file that a process refers to.
    /// </summary>
    private enum Referring
    {
        Itself,
        Once,
        Further,
    }
}
