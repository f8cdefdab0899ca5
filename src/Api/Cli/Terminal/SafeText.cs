using System.Globalization;
using System.Text;

namespace Dropzone.Ledger.Api.Cli.Terminal;

/// <summary>
/// Makes text of an alert harmless for a terminal: an attacker chooses titles, and a terminal obeys escape sequences and reorders text by bidi marks.
/// </summary>
public static class SafeText
{
    /// <summary>
    /// Control characters (C0, DEL, C1), line and paragraph separators, format characters (bidi marks, zero width ones) and unpaired surrogates
    /// become <c>\u{hex}</c>; all else stays as it is.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                i += rune.Utf16SequenceLength - 1;
                safe.Append(IsHarmless(rune) ? rune.ToString() : $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                safe.Append($"\\u{{{(int)text[i]:x}}}");
            }
        }

        return safe.ToString();
    }

    /// <summary>As <see cref="Of"/>, cut to a width with an ellipsis.</summary>
    public static string Cut(string? text, int width)
    {
        var safe = Of(text);
        return safe.Length <= width ? safe : string.Concat(safe.AsSpan(0, Math.Max(0, width - 1)), "…");
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse);
}
