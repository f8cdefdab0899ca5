using System.Text;
using System.Text.RegularExpressions;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Makes text of a remote side fit to stand in an error: short, one line, without control or direction characters.</summary>
internal static partial class PlainText
{
    public const int Longest = 400;

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

    /// <summary>Takes the secret and anything that looks like a signed token out of a text.</summary>
    public static string WithoutSecrets(string text, string? secret)
    {
        var clean = Token().Replace(text, "(token)");
        return string.IsNullOrEmpty(secret) ? clean : clean.Replace(secret, "(secret)", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"eyJ[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]*)*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();
}
