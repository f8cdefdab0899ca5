namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>The link of a Defender alert, <c>https://…/alerts/{id}?tid=…</c>, holds the id by which Graph knows it.</summary>
internal static class AlertLink
{
    internal static string? IdOf(string? link)
    {
        // Only what begins as a web link is parsed: on Unix the parser takes "//" and a control character for a file server, and throws.
        if (link?.StartsWith("http", StringComparison.OrdinalIgnoreCase) != true || !Uri.TryCreate(link, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http"))
        {
            return null;
        }

        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(segments, s => s.Equals("alerts", StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < segments.Length ? Text.TextHygiene.Clean(Uri.UnescapeDataString(segments[at + 1])) : null;
    }
}
