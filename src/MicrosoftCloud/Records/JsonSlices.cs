using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Cuts JSON into slices of the same bytes. Slicing never decodes, so bytes that are no valid text survive, too.</summary>
internal static class JsonSlices
{
    /// <summary>Alerts nest a dozen levels; the limit only keeps a hostile answer from exhausting the parser.</summary>
    private const int Deepest = 1000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = Deepest };

    /// <summary>Takes a byte order mark away, which the reader refuses.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? json[3..] : json;

    /// <summary>The members of an object in order. Throws <see cref="JsonException"/> when it is no well-formed object.</summary>
    public static List<(string Name, ReadOnlyMemory<byte> Value)> Members(ReadOnlyMemory<byte> json) => Members(json, null, out _);

    /// <summary>
    /// The members of an object in order but for one, which is a list: its elements, null when there is no such member. The answer is read once, however
    /// long the list. Throws <see cref="JsonException"/> when it is no well-formed object, or the one is no list.
    /// </summary>
    public static List<(string Name, ReadOnlyMemory<byte> Value)> Members(ReadOnlyMemory<byte> json, string? list, out List<ReadOnlyMemory<byte>>? elements)
    {
        elements = null;
        var reader = new Utf8JsonReader(json.Span, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("not an object");
        }

        var members = new List<(string, ReadOnlyMemory<byte>)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Decode(ref reader);
            reader.Read();
            if (name == list)
            {
                elements = Elements(json, ref reader);
            }
            else
            {
                members.Add((name, Value(json, ref reader)));
            }
        }

        End(ref reader);
        return members;
    }

    /// <summary>The elements of an array in order. Throws <see cref="JsonException"/> when it is no well-formed array.</summary>
    public static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, Options);
        var elements = reader.Read() ? Elements(json, ref reader) : throw new JsonException("not an array");
        End(ref reader);
        return elements;
    }

    private static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("not an array");
        }

        var elements = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Value(json, ref reader));
        }

        return elements;
    }

    /// <summary>One member of an object, the last of its name; null when there is none or the value is no well-formed object.</summary>
    public static ReadOnlyMemory<byte>? Member(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            var members = Members(json);
            var found = members.FindLastIndex(m => m.Name == name);

            // Without the cast the null would become an empty slice: an array, and with it null, converts to memory.
            return found < 0 ? (ReadOnlyMemory<byte>?)null : members[found].Value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// A scalar as text: a string decoded, a number or truth value as it stands; null for null. An object or array as it stands
    /// unless only strings are wanted.
    /// </summary>
    public static string? Text(ReadOnlyMemory<byte> value, bool stringsOnly = false)
    {
        var reader = new Utf8JsonReader(value.Span, Options);
        try
        {
            reader.Read();
        }
        catch (JsonException)
        {
            return null;
        }

        return reader.TokenType switch
        {
            JsonTokenType.String => Decode(ref reader),
            JsonTokenType.Null => null,
            _ => stringsOnly ? null : Encoding.UTF8.GetString(value.Span),
        };
    }

    private static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        var start = checked((int)reader.TokenStartIndex);
        reader.Skip();
        return json[start..checked((int)reader.BytesConsumed)];
    }

    private static void End(ref Utf8JsonReader reader)
    {
        if (reader.Read())
        {
            throw new JsonException("more than one value");
        }
    }

    /// <summary>Lone surrogates and invalid UTF-8 make the reader throw; the text as it stands serves then.</summary>
    private static string Decode(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
