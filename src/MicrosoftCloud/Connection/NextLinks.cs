namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// Follows page links. A link carries our token to wherever it points, so it must keep the endpoint's scheme, host and port.
/// </summary>
internal static class NextLinks
{
    /// <summary>
    /// The address of the next page. A link of plain characters is sent exactly as it came; others (spaces, letters beyond ASCII) are
    /// escaped as usual.
    /// </summary>
    public static CloudResult<Uri> Follow(Uri endpoint, string nextLink, CloudService service)
    {
        if (!Uri.TryCreate(nextLink, UriKind.Absolute, out var link) || !Keeps(endpoint, link))
        {
            return CloudResult.Failed<Uri>(new CloudError(CloudErrorKind.ForeignNextLink, service)
            {
                Detail = link is { IsAbsoluteUri: true, Host.Length: > 0 } ? $"it points to {PlainText.Cut(link.Host, 100)}" : "it is no address",
            });
        }

        // The canonical form was compared; the verbatim one must be the same server, which the checks above and the lack of
        // backslashes and white space make certain.
        var plain = nextLink.All(c => c is > ' ' and <= '~' and not ('\\' or '#'));
        return plain
            && Uri.TryCreate(nextLink, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var verbatim)
            && Keeps(endpoint, verbatim)
            ? CloudResult.Ok(verbatim)
            : CloudResult.Ok(link);
    }

    private static bool Keeps(Uri endpoint, Uri link) =>
        link.Scheme == endpoint.Scheme
        && link.Port == endpoint.Port
        && link.UserInfo.Length == 0
        && link.IdnHost.Equals(endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);
}
