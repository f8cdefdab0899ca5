using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Mail;

/// <summary>The headers of a message or part: unfolded, in order; words in other character sets (RFC 2047) are decoded.</summary>
internal sealed partial class MimeHeaders
{
    private const int Most = 2_000;

    private readonly List<(string Name, string Value)> fields = [];

    internal static (MimeHeaders Headers, int Length) Read(ReadOnlySpan<byte> message)
    {
        var headers = new MimeHeaders();
        var at = 0;
        while (at < message.Length)
        {
            var length = message[at..].IndexOf((byte)'\n');
            var end = length < 0 ? message.Length : at + length + 1;
            var line = Encoding.UTF8.GetString(message[at..end]).TrimEnd('\r', '\n');
            at = end;
            if (line.Length == 0)
            {
                break;
            }

            headers.Add(line);
        }

        return (headers, at);
    }

    /// <summary>The first field of that name, raw.</summary>
    internal string? Value(string name) =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value).FirstOrDefault();

    /// <summary>The first field of that name, decoded and clean.</summary>
    internal string? Text(string name) => Value(name) is { } value && Decode(value).Trim() is { Length: > 0 } text ? TextHygiene.Clean(text) : null;

    /// <summary>What stands before the parameters.</summary>
    internal static string Main(string value) => value.Split(';')[0].Trim();

    /// <summary>A parameter of a field, quotes taken off; RFC 2231's <c>name*</c> is read too.</summary>
    internal static string? Parameter(string? value, string name)
    {
        foreach (Match match in value is null ? [] : Parameters().Matches(value).AsEnumerable())
        {
            var found = match.Groups["name"].Value;
            var text = match.Groups["quoted"].Success ? match.Groups["quoted"].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : match.Groups["plain"].Value;
            if (found.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Decode(text);
            }

            if (found.Equals(name + "*", StringComparison.OrdinalIgnoreCase) && text.Split('\'', 3) is [var set, _, var escaped])
            {
                return Charset(set).GetString(FromQuoted(Encoding.Latin1.GetBytes(escaped.Replace('%', '=')), underscoreIsBlank: false));
            }
        }

        return null;
    }

    /// <summary>An encoding by its name; UTF-8 when it is not known.</summary>
    internal static Encoding Charset(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        "us-ascii" or "ascii" or "iso-8859-1" or "latin1" or "windows-1252" or "iso-8859-15" => Encoding.Latin1,
        "utf-16" or "utf-16le" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };

    internal static byte[] FromQuoted(ReadOnlySpan<byte> text, bool underscoreIsBlank)
    {
        var decoded = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length + 0 && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                decoded[length++] = value;
                i += 2;
            }
            else if (text[i] == '=' && text[(i + 1)..] is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..])
            {
                i += text[i + 1] == '\n' ? 1 : 2;
            }
            else
            {
                decoded[length++] = underscoreIsBlank && text[i] == '_' ? (byte)' ' : text[i];
            }
        }

        return decoded[..length];
    }

    private static string Decode(string value) => Words().Replace(BetweenWords().Replace(value, "?==?"), word =>
    {
        var bytes = word.Groups["kind"].Value is "B" or "b"
            ? TryBase64(word.Groups["text"].Value)
            : FromQuoted(Encoding.Latin1.GetBytes(word.Groups["text"].Value), underscoreIsBlank: true);
        return bytes is null ? word.Value : Charset(word.Groups["set"].Value).GetString(bytes);
    });

    private static byte[]? TryBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private void Add(string line)
    {
        if (line[0] is ' ' or '\t')
        {
            if (fields.Count > 0)
            {
                fields[^1] = (fields[^1].Name, fields[^1].Value + " " + line.Trim());
            }
        }
        else if (line.IndexOf(':', StringComparison.Ordinal) is var colon && colon > 0 && fields.Count < Most)
        {
            fields.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
    }

    // Blanks between two encoded words are no text (RFC 2047, section 6.2).
    [GeneratedRegex(@"\?=\s+=\?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?(?<set>[^?*]{1,40})(?:\*[^?]{0,20})?\?(?<kind>[BbQq])\?(?<text>[^?]{0,2000})\?=", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    [GeneratedRegex("""; *(?<name>[^=;\s]{1,60}) *= *(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^;\s]*))""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Parameters();
}
