using System.Globalization;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>The fields of one object or row. Reading one notes its path; a missing or wrong one becomes a warning and never an exception.</summary>
internal sealed class Fields
{
    private readonly Reading reading;
    private readonly Dictionary<string, JsonElement> values;

    private Fields(Reading reading, string path, Dictionary<string, JsonElement> values)
    {
        this.reading = reading;
        Path = path;
        this.values = values;
    }

    /// <summary>The longest title or description that becomes a fact, in UTF-16 units.</summary>
    internal const int LongestProse = 16_384;

    /// <summary>Where the object stands.</summary>
    internal string Path { get; }

    /// <summary>The fields of an object; of anything else none, with a warning.</summary>
    internal static Fields Of(Reading reading, string path, JsonElement? element)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (element is not { ValueKind: JsonValueKind.Object } o)
        {
            reading.Warn(path, element is { } e ? $"an object was expected, not {Called(e)}" : "not readable as JSON");
            return new Fields(reading, path, found);
        }

        foreach (var property in o.EnumerateObject())
        {
            if (JsonText.NameOf(property) is { } name)
            {
                found[name] = property.Value;
            }
            else
            {
                reading.Warn(path, "a field's name is no text");
            }
        }

        return new Fields(reading, path, found);
    }

    /// <summary>The cells of a row by the names of their columns.</summary>
    internal static Fields OfCells(Reading reading, string path, IEnumerable<KeyValuePair<string, JsonElement>> cells)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, cell) in cells)
        {
            found[name] = cell;
        }

        return new Fields(reading, path, found);
    }

    /// <summary>A text; null when it is absent, null or empty. A number or boolean is taken as written, with a warning.</summary>
    internal string? Text(string name, bool numberIsFine = false)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var text = JsonText.Of(value, out var replaced);
                if (replaced)
                {
                    reading.Warn(PathOf(name), "a NUL or a broken character was replaced by U+FFFD");
                }

                return text.Length == 0 ? null : text;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                if (!numberIsFine)
                {
                    reading.Warn(PathOf(name), $"text was expected, not {Called(value)}");
                }

                return value.GetRawText();
            default:
                reading.Warn(PathOf(name), $"text was expected, not {Called(value)}");
                return null;
        }
    }

    /// <summary>
    /// As <see cref="Text"/>, cut after <see cref="LongestProse"/> characters: facts are read with every event, and the payload holds the whole text.
    /// </summary>
    internal string? Prose(string name)
    {
        var text = Text(name);
        if (text is null || text.Length <= LongestProse)
        {
            return text;
        }

        reading.Warn(PathOf(name), $"cut after {LongestProse} of {text.Length} characters; the payload holds it whole");
        return TextHygiene.Clean(text[..LongestProse]);
    }

    /// <summary>A text that every record has.</summary>
    internal string? Needed(string name)
    {
        var text = Prose(name);
        if (text is null)
        {
            reading.Warn(PathOf(name), "missing");
        }

        return text;
    }

    /// <summary>A time as the source wrote it; a warning when it is none.</summary>
    internal string? Time(string name, bool needed = false)
    {
        var text = needed ? Needed(name) : Text(name);
        if (text is not null && !SourceTime.TryParse(text, out _))
        {
            reading.Warn(PathOf(name), "not a time");
        }

        return text;
    }

    /// <summary>A whole number of at least 0; null when absent.</summary>
    internal int? Count(string name)
    {
        if (Text(name, numberIsFine: true) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return count;
        }

        reading.Warn(PathOf(name), "a whole number was expected");
        return null;
    }

    /// <summary>A list of texts; a single text counts as a list of one, with a warning.</summary>
    internal IReadOnlyList<string> Texts(string name) => Find(name) is { } value ? TextsOf(PathOf(name), value) : [];

    /// <summary>The fields of an object inside; null when it is absent or none.</summary>
    internal Fields? Inside(string name) => Find(name) is { } value ? Of(reading, PathOf(name), value) : null;

    /// <summary>The items of a list inside, each with its path.</summary>
    internal IReadOnlyList<(string Path, JsonElement Value)> Items(string name) => Find(name) is { } value ? ItemsOf(PathOf(name), value) : [];

    /// <summary>A value that a table may give as JSON or as text that holds JSON; null when it is absent, blank or no JSON.</summary>
    internal (string Path, JsonElement Value)? Dynamic(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return (PathOf(name), value);
        }

        var text = JsonText.Of(value, out _);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (JsonText.Parse(Encoding.UTF8.GetBytes(text)) is { } parsed)
        {
            return parsed.ValueKind == JsonValueKind.Null ? null : (PathOf(name), parsed);
        }

        reading.Warn(PathOf(name), "its text is no JSON");
        return null;
    }

    /// <summary>An object from a dynamic column.</summary>
    internal Fields? DynamicInside(string name) => Dynamic(name) is { } found ? Of(reading, found.Path, found.Value) : null;

    /// <summary>The items of a list from a dynamic column.</summary>
    internal IReadOnlyList<(string Path, JsonElement Value)> DynamicItems(string name) =>
        Dynamic(name) is { } found ? ItemsOf(found.Path, found.Value) : [];

    /// <summary>The texts of a list from a dynamic column.</summary>
    internal IReadOnlyList<string> DynamicTexts(string name) => Dynamic(name) is { } found ? TextsOf(found.Path, found.Value) : [];

    /// <summary>The kind of a field's value; <see cref="JsonValueKind.Undefined"/> when it is absent.</summary>
    internal JsonValueKind Kind(string name) => values.TryGetValue(name, out var value) ? value.ValueKind : JsonValueKind.Undefined;

    /// <summary>Whether the field is there and not null.</summary>
    internal bool Has(string name) => values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string Called(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private string PathOf(string name) => $"{Path}.{name}";

    private JsonElement? Find(string name)
    {
        if (!values.TryGetValue(name, out var value))
        {
            return null;
        }

        reading.Read(PathOf(name));
        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    private IReadOnlyList<(string Path, JsonElement Value)> ItemsOf(string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select((item, i) => (string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), item))];
        }

        reading.Warn(path, $"a list was expected, not {Called(value)}");
        return [];
    }

    private List<string> TextsOf(string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            reading.Warn(path, "a list was expected, not text");
            return [JsonText.Of(value, out _)];
        }

        var texts = new List<string>();
        foreach (var (at, item) in ItemsOf(path, value))
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add(JsonText.Of(item, out var replaced));
                if (replaced)
                {
                    reading.Warn(at, "a NUL or a broken character was replaced by U+FFFD");
                }
            }
            else if (item.ValueKind != JsonValueKind.Null)
            {
                reading.Warn(at, $"text was expected, not {Called(item)}");
            }
        }

        return texts;
    }
}
