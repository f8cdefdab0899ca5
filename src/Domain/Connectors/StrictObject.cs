using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>One object of a settings document, read strictly. A null counts as absent.</summary>
internal sealed class StrictObject
{
    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly List<SettingsProblem> problems;
    private readonly string path;

    internal StrictObject(JsonElement element, string path, IReadOnlyList<string> known, List<SettingsProblem> problems)
    {
        this.path = path;
        this.problems = problems;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Wrong(path.Length == 0 ? "$" : path, "an object", element);
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                var meant = known.FirstOrDefault(k => k.Equals(property.Name, StringComparison.OrdinalIgnoreCase));
                problems.Add(new SettingsProblem(
                    At(property.Name),
                    "There is no such field.",
                    meant is null ? $"Remove it. Known here: {string.Join(", ", known)}." : $"Spell it {meant}."));
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                fields[property.Name] = property.Value;
            }
        }
    }

    internal string? Text(string name) => Value(name, JsonValueKind.String, "text")?.GetString();

    internal string NeededText(string name)
    {
        if (!fields.ContainsKey(name))
        {
            problems.Add(new SettingsProblem(At(name), "It is missing.", "Give a value."));
        }

        return Text(name) ?? "";
    }

    internal T OneOf<T>(string name, T otherwise, IReadOnlyDictionary<string, T> words)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        problems.Add(new SettingsProblem(At(name), $"'{text}' is not known.", $"Use {string.Join(", ", words.Keys)}."));
        return otherwise;
    }

    internal bool? Flag(string name)
    {
        if (!fields.TryGetValue(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Wrong(At(name), "true or false", value);
        return null;
    }

    internal TimeSpan Duration(string name, TimeSpan otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (DurationConverter.TryParse(text, out var duration))
        {
            return duration;
        }

        problems.Add(new SettingsProblem(At(name), "It is no duration.", "Write an ISO 8601 duration of days, hours, minutes and seconds, such as PT5M or P1D."));
        return otherwise;
    }

    internal IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (at, item) in Items(name))
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add(item.GetString()!);
            }
            else
            {
                Wrong(at, "text", item);
            }
        }

        return texts;
    }

    internal IReadOnlyList<StrictObject> Objects(string name, IReadOnlyList<string> known) =>
        [.. Items(name).Select(item => new StrictObject(item.Value, item.Path, known, problems))];

    internal StrictObject? Inside(string name, IReadOnlyList<string> known) =>
        fields.TryGetValue(name, out var value) ? new StrictObject(value, At(name), known, problems) : null;

    internal void Needs(string name, string remedy)
    {
        if (!fields.ContainsKey(name))
        {
            problems.Add(new SettingsProblem(At(name), "It is missing.", remedy));
        }
    }

    internal string At(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private IEnumerable<(string Path, JsonElement Value)> Items(string name) =>
        Value(name, JsonValueKind.Array, "a list") is { } list ? list.EnumerateArray().Select((item, i) => ($"{At(name)}[{i}]", item)) : [];

    private JsonElement? Value(string name, JsonValueKind kind, string called)
    {
        if (!fields.TryGetValue(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Wrong(At(name), called, value);
        return null;
    }

    private void Wrong(string at, string expected, JsonElement value) => problems.Add(new SettingsProblem(
        at,
        $"It is {Called(value.ValueKind)} where {expected} is expected.",
        $"Give {expected}."));

    private static string Called(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
