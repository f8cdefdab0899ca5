using System.Text;

namespace Dropzone.Ledger.Domain.Text;

/// <summary>Wildcard patterns: <c>*</c> stands for any run of characters, <c>?</c> for exactly one, everything else for itself whatever its case.</summary>
public static class Wildcard
{
    /// <summary>
    /// Whether the pattern matches the whole text. Only the latest <c>*</c> is ever retried, so the cost is at most the product of the two
    /// lengths, whatever the pattern.
    /// </summary>
    public static bool Matches(string pattern, string text)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(text);
        return Matches(Fold(pattern), Fold(text));
    }

    /// <summary>As the other form, with both sides folded already.</summary>
    internal static bool Matches(Rune[] p, Rune[] t)
    {
        int at = 0, read = 0, star = -1, starRead = 0;
        while (read < t.Length)
        {
            if (at < p.Length && p[at].Value == '*')
            {
                star = at++;
                starRead = read;
            }
            else if (at < p.Length && (p[at].Value == '?' || p[at] == t[read]))
            {
                at++;
                read++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                read = ++starRead;
            }
            else
            {
                return false;
            }
        }

        return p[at..].All(rune => rune.Value == '*');
    }

    /// <summary>A text as it is compared: character by character, whatever its case.</summary>
    internal static Rune[] Fold(string text) => [.. text.EnumerateRunes().Select(Rune.ToUpperInvariant)];
}
