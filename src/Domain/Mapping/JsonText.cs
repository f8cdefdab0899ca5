using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mapping;

/// <summary>Reads JSON that may be wrong: strings with unpaired surrogates or bad UTF-8, and documents that are none.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 256 };

    /// <summary>The root element; null when the bytes are no JSON.</summary>
    internal static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a string element, never throwing; what jsonb refuses is replaced.</summary>
    /// <param name="element">A string.</param>
    /// <param name="replaced">Whether anything was replaced.</param>
    internal static string Of(JsonElement element, out bool replaced)
    {
        string text;
        try
        {
            text = element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            text = Unescape(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
            replaced = true;
            return TextHygiene.Clean(text);
        }

        replaced = !TextHygiene.IsClean(text);
        return TextHygiene.Clean(text);
    }

    /// <summary>The name of a property; null when it is no text.</summary>
    internal static string? NameOf(JsonProperty property)
    {
        try
        {
            return TextHygiene.Clean(property.Name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var source = Encoding.UTF8.GetString(raw);
        var text = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '\\' || i + 1 >= source.Length)
            {
                text.Append(source[i]);
                continue;
            }

            var escape = source[++i];
            if (escape == 'u' && i + 4 < source.Length
                && ushort.TryParse(source.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                text.Append((char)unit);
                i += 4;
            }
            else
            {
                text.Append(escape switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => escape });
            }
        }

        return text.ToString();
    }
}
