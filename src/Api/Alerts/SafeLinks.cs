using System.Buffers;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>
/// What a source calls a link to its portal is text that an attacker may have written. Only https links to the portals of the clouds that this
/// server knows go out as links; others are made unclickable.
/// </summary>
public sealed class SafeLinks(EndpointDirectory endpoints)
{
    private const string Https = "https://";

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/?=&#:,;");

    private readonly HashSet<string> hosts = endpoints.Names
        .Select(endpoints.Resolve)
        .OfType<EndpointResolution.Found>()
        .SelectMany(static found => found.Endpoints.PortalHosts)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The link, when it may be followed; else null.</summary>
    public string? Follow(string? url) => url is not null && IsPlain(url) ? url : Parse(url);

    /// <summary>The text of a link that may not be followed: <c>hxxps://example[.]com/…</c>.</summary>
    public string? Defang(string? url) => string.IsNullOrEmpty(url) || Follow(url) is not null
        ? null
        : url.Replace("http", "hxxp", StringComparison.OrdinalIgnoreCase).Replace(".", "[.]", StringComparison.Ordinal);

    /// <summary>
    /// Whether it needs no parsing: a known host in small letters, then a path of characters that have one meaning only, so that parsing would give
    /// the same text. Nearly all links of a page are such, and parsing them is a good part of what the page costs.
    /// </summary>
    private bool IsPlain(string url)
    {
        if (!url.StartsWith(Https, StringComparison.Ordinal) || url.IndexOf('/', Https.Length) is not (> 0 and var path))
        {
            return false;
        }

        var host = url.AsSpan(Https.Length, path - Https.Length);
        var rest = url.AsSpan(path);
        return hosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host) && !host.ContainsAnyInRange('A', 'Z')
            && !rest.ContainsAnyExcept(Plain) && !rest.Contains("/.", StringComparison.Ordinal);
    }

    // Only what begins as an https link is parsed: on Unix the parser takes "//" and a control character for a file server, and throws.
    private string? Parse(string? url) =>
        url?.StartsWith(Https, StringComparison.OrdinalIgnoreCase) == true && Uri.TryCreate(url, UriKind.Absolute, out var link)
        && link is { Scheme: "https", UserInfo: "" } && hosts.Contains(link.Host)
            ? link.AbsoluteUri
            : null;
}
