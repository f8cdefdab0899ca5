using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>
/// What a source calls a link to its portal is text that an attacker may have written. Only https links to the portals of the clouds that this
/// server knows go out as links; others are made unclickable.
/// </summary>
public sealed class SafeLinks(EndpointDirectory endpoints)
{
    private readonly HashSet<string> hosts = endpoints.Names
        .Select(endpoints.Resolve)
        .OfType<EndpointResolution.Found>()
        .SelectMany(static found => found.Endpoints.PortalHosts)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The link, when it may be followed; else null.</summary>
    public string? Follow(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var link) && link is { Scheme: "https", UserInfo: "" } && hosts.Contains(link.Host)
            ? link.AbsoluteUri
            : null;

    /// <summary>The text of a link that may not be followed: <c>hxxps://example[.]com/…</c>.</summary>
    public string? Defang(string? url) => string.IsNullOrEmpty(url) || Follow(url) is not null
        ? null
        : url.Replace("http", "hxxp", StringComparison.OrdinalIgnoreCase).Replace(".", "[.]", StringComparison.Ordinal);
}
