namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Puts ids into addresses.</summary>
internal static class PathSegments
{
    /// <summary>False for what would change the path (nothing, <c>.</c>, <c>..</c>) or can never be an id (lone surrogates).</summary>
    public static bool TryEscape(string id, out string segment)
    {
        segment = "";
        if (id is "" or "." or ".." || id.EnumerateRunes().Any(r => r == System.Text.Rune.ReplacementChar))
        {
            return false;
        }

        segment = Uri.EscapeDataString(id);
        return true;
    }
}

/// <summary>Writes times the way OData takes them.</summary>
internal static class SourceTimes
{
    /// <summary>UTC with all seven digits, unquoted.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
