namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>What an endpoint set must keep to. Pure.</summary>
public static class EndpointRules
{
    /// <summary>Everything wrong with a set, one sentence each; empty when it may be used.</summary>
    public static IReadOnlyList<string> Problems(EndpointSet set)
    {
        var problems = new List<string>();
        if (!IsName(set.Name))
        {
            problems.Add("name: 1 to 64 letters, digits, '-' or '_' are allowed");
        }

        Address(problems, "authorityHost", set.AuthorityHost);
        if (set.AuthorityHost is { IsAbsoluteUri: true, AbsolutePath: not "/" })
        {
            problems.Add("authorityHost: must have no path");
        }

        Endpoint(problems, "graph", set.Graph);
        Endpoint(problems, "logAnalytics", set.LogAnalytics);
        Endpoint(problems, "resourceManager", set.ResourceManager);
        if (set.Exchange is { } exchange)
        {
            Endpoint(problems, "exchange", exchange);
        }

        problems.AddRange(
            set.PortalHosts
                .Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown)
                .Select(_ => "portalHosts: holds something that is not a host name"));
        return problems;
    }

    private static bool IsName(string name) =>
        name is { Length: >= 1 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static void Endpoint(List<string> problems, string field, CloudEndpoint endpoint)
    {
        Address(problems, field, endpoint.Address);
        if (!endpoint.Scope.EndsWith("/.default", StringComparison.Ordinal) || endpoint.Scope.Any(c => c is <= ' ' or > '~'))
        {
            problems.Add(field + ": the scope must be one resource and '/.default'");
        }
    }

    private static void Address(List<string> problems, string field, Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttps)
        {
            problems.Add(field + ": must be an absolute https address");
            return;
        }

        if (address.UserInfo.Length > 0)
        {
            problems.Add(field + ": must not carry user information");
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            problems.Add(field + ": must have no query and no fragment");
        }
    }
}
