using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Dropzone.Ledger.Domain.Serialization;

/// <summary>
/// RFC 8785 (JSON Canonicalization Scheme) for what events hold: strings, booleans, objects, arrays and integers of at most 2^53 − 1 either
/// way. Null, fractions and duplicate names are refused, so that no two readers can disagree about a stored value.
/// </summary>
public static class CanonicalJson
{
    private const long LargestInteger = (1L << 53) - 1;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    /// <summary>The canonical form, UTF-8 without BOM.</summary>
    /// <exception cref="JsonException">The bytes are no JSON, or hold a null, a fraction, too large an integer or a name twice.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray(), Strict);
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
                WriteString(TextOf(element), output);
                break;
            case JsonValueKind.Number when element.TryGetInt64(out var number) && Math.Abs(number) <= LargestInteger:
                WriteAscii(number.ToString(CultureInfo.InvariantCulture), output);
                break;
            case JsonValueKind.True:
                WriteAscii("true", output);
                break;
            case JsonValueKind.False:
                WriteAscii("false", output);
                break;
            default:
                throw new JsonException($"A stored event holds no {element.ValueKind} such as {element.GetRawText()}.");
        }
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output)
    {
        WriteAscii("{", output);
        var first = true;
        foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            WriteAscii(first ? "" : ",", output);
            first = false;
            WriteString(property.Name, output);
            WriteAscii(":", output);
            Write(property.Value, output);
        }

        WriteAscii("}", output);
    }

    private static void WriteArray(JsonElement element, ArrayBufferWriter<byte> output)
    {
        WriteAscii("[", output);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            WriteAscii(first ? "" : ",", output);
            first = false;
            Write(item, output);
        }

        WriteAscii("]", output);
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

    private static void WriteString(string text, ArrayBufferWriter<byte> output)
    {
        WriteAscii("\"", output);
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var escape = text[i] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)text[i]:x4}",
                _ => null,
            };
            if (escape is not null)
            {
                Encoding.UTF8.GetBytes(text.AsSpan(plain..i), output);
                WriteAscii(escape, output);
                plain = i + 1;
            }
        }

        Encoding.UTF8.GetBytes(text.AsSpan(plain..), output);
        WriteAscii("\"", output);
    }

    private static void WriteAscii(string text, ArrayBufferWriter<byte> output) => Encoding.UTF8.GetBytes(text, output);
}
