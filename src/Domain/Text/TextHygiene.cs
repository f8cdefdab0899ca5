using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dropzone.Ledger.Domain.Text;

/// <summary>
/// What PostgreSQL's jsonb refuses in text: NUL and unpaired surrogates. Both become U+FFFD. All other characters stay, control characters
/// too: they are the source's, and who shows them escapes them.
/// </summary>
public static class TextHygiene
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with every NUL and unpaired surrogate replaced by U+FFFD; the same instance when there is none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text)
    {
        if (text is null || IsClean(text))
        {
            return text;
        }

        var cleaned = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                cleaned.Append(c).Append(text[++i]);
            }
            else
            {
                cleaned.Append(c == '\0' || char.IsSurrogate(c) ? Replacement : c);
            }
        }

        return cleaned.ToString();
    }

    /// <summary>Whether <see cref="Clean"/> would change nothing.</summary>
    public static bool IsClean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0' || char.IsLowSurrogate(c))
            {
                return false;
            }

            if (char.IsHighSurrogate(c))
            {
                if (i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
