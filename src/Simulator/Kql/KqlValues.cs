using System.Globalization;
using System.Text.Json;
using Dropzone.Ledger.Simulator.World;

namespace Dropzone.Ledger.Simulator.Kql;

/// <summary>What can be done with values: string, DateTimeOffset, TimeSpan, long, double, bool, JsonElement (dynamic) and null.</summary>
internal static class KqlValues
{
    /// <summary>A dynamic scalar as the plain value it holds; anything else as it is.</summary>
    public static object? Plain(object? value) => value is JsonElement element
        ? element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole : element.GetDouble(),
            _ => value,
        }
        : value;

    /// <summary>The value as text; null is empty.</summary>
    public static string Text(object? value) => Plain(value) switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => WireTime.Format(time),
        TimeSpan span => KqlTime.Format(span),
        JsonElement element => element.GetRawText(),
        object other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The order of two values, nulls first; null when they cannot be ordered.</summary>
    public static int? Compare(object? a, object? b) => (Plain(a), Plain(b)) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string x, string y) => string.CompareOrdinal(x, y),
        (DateTimeOffset x, DateTimeOffset y) => x.CompareTo(y),
        (TimeSpan x, TimeSpan y) => x.CompareTo(y),
        (long x, long y) => x.CompareTo(y),
        (bool x, bool y) => x.CompareTo(y),
        (long or double, long or double) => Number(a)!.Value.CompareTo(Number(b)!.Value),
        (JsonElement x, JsonElement y) => string.CompareOrdinal(x.GetRawText(), y.GetRawText()),
        _ => null,
    };

    /// <summary>The value as a number; text is read.</summary>
    public static double? Number(object? value) => Plain(value) switch
    {
        long whole => whole,
        double real => real,
        bool flag => flag ? 1 : 0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double read) => read,
        _ => null,
    };

    /// <summary>The value as a whole number; text is read, fractions are cut.</summary>
    public static long? Whole(object? value) => Plain(value) switch
    {
        long whole => whole,
        object other when Number(other) is { } real && Math.Abs(real) < 9e18 => (long)real,
        _ => null,
    };

    /// <summary>The value as a time; text is read.</summary>
    public static DateTimeOffset? Time(object? value) => Plain(value) switch
    {
        DateTimeOffset time => time,
        string text => WireTime.Parse(text),
        _ => null,
    };

    /// <summary>The value as a dynamic.</summary>
    public static JsonElement Dynamic(object? value) => value switch
    {
        JsonElement element => element,
        null => JsonSerializer.SerializeToElement<object?>(null),
        DateTimeOffset or TimeSpan => JsonSerializer.SerializeToElement(Text(value), WireJson.Options),
        _ => JsonSerializer.SerializeToElement(value, value.GetType(), WireJson.Options),
    };

    /// <summary>The value turned into a column type, or null when it is none.</summary>
    public static object? Convertible(object? value, LogType type) => type switch
    {
        LogType.String or LogType.Guid => Text(value),
        LogType.DateTime => Time(value),
        LogType.Int or LogType.Long => Whole(value),
        LogType.Real => Number(value),
        LogType.Bool => Plain(value) switch { bool flag => flag, string text when bool.TryParse(text, out bool read) => read, long n => n != 0, _ => null },
        LogType.TimeSpan => Plain(value) switch { TimeSpan span => span, string text => KqlTime.Span(text), _ => null },
        _ => Dynamic(value),
    };

    /// <summary>Whether <paramref name="text"/> holds <paramref name="term"/> between characters that are neither letter nor digit.</summary>
    public static bool HasTerm(string text, string term, StringComparison comparison)
    {
        for (int at = text.IndexOf(term, comparison); at >= 0; at = text.IndexOf(term, at + 1, comparison))
        {
            bool before = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
            int end = at + term.Length;
            if (before && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }

            if (at + 1 > text.Length)
            {
                break;
            }
        }

        return false;
    }
}
