using System.Text;
using System.Text.RegularExpressions;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Makes text of a remote side fit to stand in an error: short, one line, without control or direction characters.</summary>
internal static partial class PlainText
{
    public const int Longest = 400;

    private const int MostRead = 64 * 1024;

    /// <summary>Cleans and cuts; the cut is marked by an ellipsis and never splits a surrogate pair.</summary>
    public static string Cut(string? text, int longest = Longest)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var clean = new StringBuilder(Math.Min(text.Length, longest + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.LineSeparator
                or System.Globalization.UnicodeCategory.ParagraphSeparator)
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (category != System.Globalization.UnicodeCategory.Format)
            {
                clean.Append(rune.ToString());
            }

            if (clean.Length > longest)
            {
                clean.Length = char.IsLowSurrogate(clean[longest - 1]) ? longest - 2 : longest - 1;
                return clean.Append('…').ToString();
            }
        }

        return clean.ToString().Trim();
    }

    /// <summary>
    /// The same for a text that might quote the secret or a signed token: both are taken out first, so that no cut leaves half of one.
    /// </summary>
    public static string CutSafely(string? text, string? secret, int longest = Longest)
    {
        var known = text is { Length: > MostRead } ? text[..MostRead] : text ?? "";
        var clean = string.IsNullOrEmpty(secret) ? known : known.Replace(secret, "(secret)", StringComparison.Ordinal);
        return Cut(Token().Replace(clean, "(token)"), longest);
    }

    [GeneratedRegex(@"eyJ[A-Za-z0-9_\-.]+", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Token();
}
