using System.Globalization;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Reads how long a server asks to wait.</summary>
internal static class RetryAfter
{
    /// <summary>Nobody is made to wait longer than this by a header.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Seconds or an HTTP date; null when the text is neither. Never negative, never above <see cref="Longest"/>.</summary>
    public static TimeSpan? Read(string? value, DateTimeOffset now)
    {
        if (value is null)
        {
            return null;
        }

        if (double.TryParse(value, NumberStyles.Integer | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return double.IsFinite(seconds) ? Within(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds))) : null;
        }

        return DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? Within(date - now)
            : null;
    }

    private static TimeSpan Within(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
}
