using System.Globalization;

namespace Dropzone.Ledger.Domain.Text;

/// <summary>Times as the sources write them: ISO 8601 with <c>T</c> or a blank, none to seven digits of a second, UTC when no offset is given.</summary>
public static class SourceTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Reads the time at its full precision; digits past the seventh are cut. Never depends on culture or clock.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is not null && (TryParseUsual(text, out time) || DateTimeOffset.TryParseExact(
            CutFraction(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time));
    }

    // Nearly all times have this form, and a parser of formats takes longer over one than all else of an event together.
    private static bool TryParseUsual(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 20 or > 28 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[^1] != 'Z' || text.Length == 21
            || (text.Length > 20 && text[19] != '.')
            || !Digits(text, 0, 4, out var year) || !Digits(text, 5, 2, out var month) || !Digits(text, 8, 2, out var day)
            || !Digits(text, 11, 2, out var hour) || !Digits(text, 14, 2, out var minute) || !Digits(text, 17, 2, out var second)
            || !Digits(text, 20, Math.Max(0, text.Length - 21), out var fraction)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        for (var digits = text.Length - 21; digits is > 0 and < 7; digits++)
        {
            fraction *= 10;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(fraction);
        return true;
    }

    private static bool Digits(string text, int at, int count, out int number)
    {
        number = 0;
        for (var i = at; i < at + count; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }

            number = (number * 10) + text[i] - '0';
        }

        return true;
    }

    private static string CutFraction(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return text;
        }

        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - dot > 8 ? string.Concat(text.AsSpan(0, dot + 8), text.AsSpan(end)) : text;
    }
}
