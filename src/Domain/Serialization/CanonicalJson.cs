using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>
/// RFC 8785 (JSON Canonicalization Scheme) for what events hold: strings, booleans, objects, arrays and integers of at most 2^53 − 1 either
/// way. Null, fractions and duplicate names are refused, so that no two readers can disagree about a stored value.
/// </summary>
public static class CanonicalJson
{
    private const long LargestInteger = (1L << 53) - 1;

    private const int LongestInteger = 20;

    // What RFC 8785, section 3.2.2.2, escapes: the control characters, the quotation mark and the backslash.
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(static c => (char)c), '"', '\\']);

    // Duplicates are found when the names of an object are put in order: a second check by the parser would do the same work again.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128 };

    /// <summary>The canonical form, UTF-8 without BOM.</summary>
    /// <exception cref="JsonException">The bytes are no JSON, or hold a null, a fraction, too large an integer or a name twice.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> json) => Canonicalize(new ReadOnlyMemory<byte>(json.ToArray()));

    /// <summary>As the other form, without a copy of the JSON.</summary>
    internal static byte[] Canonicalize(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw new JsonException("The JSON is no UTF-8.");
        }

        using var document = JsonDocument.Parse(json, Strict);
        var output = new ArrayBufferWriter<byte>(json.Length);
        Write(document.RootElement, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement element, ArrayBufferWriter<byte> output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, output);
                break;
            case JsonValueKind.Array:
                WriteArray(element, output);
                break;
            case JsonValueKind.String:
                WriteText(element, output);
                break;
            case JsonValueKind.Number when element.TryGetInt64(out var number) && Math.Abs(number) <= LargestInteger:
                number.TryFormat(output.GetSpan(LongestInteger), out var length, default, CultureInfo.InvariantCulture);
                output.Advance(length);
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            default:
                throw new JsonException($"A stored event holds no {element.ValueKind} such as {element.GetRawText()}.");
        }
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output)
    {
        var count = element.GetPropertyCount();
        var properties = ArrayPool<(string Name, JsonElement Value)>.Shared.Rent(count);
        var index = 0;
        foreach (var property in element.EnumerateObject())
        {
            properties[index++] = (property.Name, property.Value);
        }

        properties.AsSpan(0, count).Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        output.Write("{"u8);
        for (index = 0; index < count; index++)
        {
            if (index > 0)
            {
                RefuseTwice(properties[index - 1].Name, properties[index].Name);
                output.Write(","u8);
            }

            WriteText(properties[index].Name, output);
            output.Write(":"u8);
            Write(properties[index].Value, output);
        }

        output.Write("}"u8);
        ArrayPool<(string, JsonElement)>.Shared.Return(properties, clearArray: true);
    }

    private static void RefuseTwice(string one, string next)
    {
        if (string.Equals(one, next, StringComparison.Ordinal))
        {
            throw new JsonException($"The name '{next}' stands twice in one object.");
        }
    }

    private static void WriteArray(JsonElement element, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            output.Write(first ? ""u8 : ","u8);
            first = false;
            Write(item, output);
        }

        output.Write("]"u8);
    }

    private static void WriteText(JsonElement element, ArrayBufferWriter<byte> output)
    {
        // A text without escapes is canonical already: most are.
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (raw.Contains((byte)'\\'))
        {
            WriteText(TextOf(element), output);
        }
        else
        {
            output.Write(raw);
        }
    }

    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string holds an unpaired surrogate or is no UTF-8.", e);
        }
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        for (var next = rest.IndexOfAny(Escaped); next >= 0; next = rest.IndexOfAny(Escaped))
        {
            Encoding.UTF8.GetBytes(rest[..next], output);
            WriteEscape(rest[next], output);
            rest = rest[(next + 1)..];
        }

        Encoding.UTF8.GetBytes(rest, output);
        output.Write("\""u8);
    }

    private static void WriteEscape(char character, ArrayBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> escape = character switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\t' => "\\t"u8,
            '\n' => "\\n"u8,
            '\f' => "\\f"u8,
            '\r' => "\\r"u8,
            _ => Encoding.UTF8.GetBytes($"\\u{(int)character:x4}"),
        };
        output.Write(escape);
    }
}
