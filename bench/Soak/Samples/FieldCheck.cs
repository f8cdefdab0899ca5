using System.Globalization;
using System.Text.Json;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>Compares a record of a file with the facts that the ledger holds of it. Pure.</summary>
internal static class FieldCheck
{
    /// <summary>What is lost or misread, in words; and how many fields were compared.</summary>
    public static (IReadOnlyList<string> Wrong, int Compared) Check(JsonElement record, JsonElement facts, IReadOnlyList<ExpectedField> table)
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var field in table)
        {
            if (At(record, field.Source) is { } value && !IsNothing(value))
            {
                compared++;
                if (!Holds(value, At(facts, field.Fact), field.Likeness))
                {
                    wrong.Add($"{field.Source} = {Short(value)}, but the ledger's {field.Fact} is {(At(facts, field.Fact) is { } fact ? Short(fact) : "absent")}");
                }
            }
        }

        return (wrong, compared);
    }

    /// <summary>The value at a path of names and numbers; null when there is none.</summary>
    public static JsonElement? At(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object when element.TryGetProperty(name, out var inside):
                    element = inside;
                    break;
                case JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength():
                    element = element[index];
                    break;
                default:
                    return null;
            }
        }

        return element;
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private static bool Holds(JsonElement source, JsonElement? fact, Likeness likeness)
    {
        if (fact is not { } found)
        {
            return false;
        }

        return likeness switch
        {
            Likeness.AnyCase => Text(source).Equals(Text(found), StringComparison.OrdinalIgnoreCase),
            Likeness.Time => Moment(Text(source)) is { } moment && moment == Moment(Text(found)),
            Likeness.Among => found.ValueKind == JsonValueKind.Array && Words(source).All(word => found.EnumerateArray().Any(f => Text(f) == word)),
            Likeness.Count => found.ValueKind == JsonValueKind.Number && found.GetInt32() == source.GetArrayLength(),
            _ => Text(source) == Text(found),
        };
    }

    private static string[] Words(JsonElement source)
    {
        if (source.ValueKind == JsonValueKind.Array)
        {
            return [.. source.EnumerateArray().Select(Text)];
        }

        var text = Text(source);
        if (!text.StartsWith('['))
        {
            return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        using var list = JsonDocument.Parse(text);
        return [.. list.RootElement.EnumerateArray().Select(Text)];
    }

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();
}
