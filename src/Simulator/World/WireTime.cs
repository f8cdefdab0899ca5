using System.Globalization;

namespace Dropzone.Ledger.Simulator.World;

/// <summary>Times as Microsoft writes them: UTC, zero to seven fractional digits, trailing zeros trimmed.</summary>
internal static class WireTime
{
    /// <summary>Writes <paramref name="time"/>, for example <c>2026-11-20T06:02:41.1Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads an ISO time, with or without zone (then UTC), at 100 ns.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time);

    /// <summary>Reads a time, or nothing.</summary>
    public static DateTimeOffset? Parse(string? text) => TryParse(text, out DateTimeOffset time) ? time : null;
}
