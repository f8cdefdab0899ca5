using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Cli.Serve;

/// <summary>
/// The operator's allow-list of endpoint sets: <c>Ledger__EndpointSets__0__Name</c>, <c>…__Address</c> for all services behind one address or
/// <c>…__Authority</c>, <c>…__Graph</c>, <c>…__LogAnalytics</c>, <c>…__ResourceManager</c> for each, and <c>…__TrustedRootFile</c> (PEM).
/// Token audiences are those of the public cloud.
/// </summary>
public static class EndpointSetSettings
{
    /// <summary>Reads the sets.</summary>
    /// <returns>The sets, or a sentence that names the setting and what to do.</returns>
    public static (IReadOnlyList<EndpointSet> Sets, string? Problem) Read(IConfigurationSection section)
    {
        var sets = new List<EndpointSet>();
        foreach (var entry in section.GetChildren())
        {
            var where = $"Ledger__EndpointSets__{entry.Key}";
            if (entry["Name"] is not { Length: > 0 } name)
            {
                return ([], $"{where}__Name is missing.");
            }

            if (Address(entry, "Authority") is not { } authority || Address(entry, "Graph") is not { } graph
                || Address(entry, "LogAnalytics") is not { } logs || Address(entry, "ResourceManager") is not { } resources)
            {
                return ([], $"{where} must name its https address in __Address, or one each in __Authority, __Graph, __LogAnalytics and __ResourceManager.");
            }

            var set = Of(name, authority, graph, logs, resources) with { TrustedRootPemPath = entry["TrustedRootFile"] };
            if (EndpointRules.Problems(set) is [var problem, ..])
            {
                return ([], $"{where}: {problem}");
            }

            sets.Add(set);
        }

        return (sets, null);
    }

    /// <summary>A set with the public cloud's audiences at other addresses.</summary>
    public static EndpointSet Of(string name, Uri authority, Uri graph, Uri logAnalytics, Uri resourceManager) => Clouds.Public with
    {
        Name = name,
        AuthorityHost = authority,
        Graph = Clouds.Public.Graph with { Address = graph },
        LogAnalytics = Clouds.Public.LogAnalytics with { Address = logAnalytics },
        ResourceManager = Clouds.Public.ResourceManager with { Address = resourceManager },
    };

    private static Uri? Address(IConfigurationSection entry, string service) =>
        Uri.TryCreate(entry[service] ?? entry["Address"], UriKind.Absolute, out var address) ? address : null;
}
