namespace Dropzone.Ledger.Domain.Mapping.Sentinel;

/// <summary>The link of a Defender alert, <c>https://…/alerts/{id}?tid=…</c>, holds the id by which Graph knows it.</summary>
internal static class AlertLink
{
    internal static string? IdOf(string? link)
    {
        if (link is null || !Uri.TryCreate(link, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            return null;
        }

        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(segments, s => s.Equals("alerts", StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < segments.Length ? Text.TextHygiene.Clean(Uri.UnescapeDataString(segments[at + 1])) : null;
    }
}
