namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>The outcome of looking an endpoint set up.</summary>
public abstract record EndpointResolution
{
    private EndpointResolution()
    {
    }

    /// <summary>The set to use.</summary>
    public sealed record Found(EndpointSet Endpoints) : EndpointResolution;

    /// <summary>No such name, or a set that may not be used.</summary>
    /// <param name="Reason">A sentence for a person, with the names that are allowed.</param>
    /// <param name="Allowed">Those names.</param>
    public sealed record Refused(string Reason, IReadOnlyList<string> Allowed) : EndpointResolution;
}

/// <summary>
/// The endpoint sets that connectors may name: the four clouds, and what the server's own configuration allows besides.
/// A connector's settings can never bring an address of their own.
/// </summary>
public sealed class EndpointDirectory
{
    private readonly Dictionary<string, EndpointSet> sets = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> unusable = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the server's allow-list. A set that breaks a rule, or takes a name twice, is kept out and its refusal says why.</summary>
    public EndpointDirectory(IReadOnlyList<EndpointSet> allowed)
    {
        foreach (var cloud in Clouds.All)
        {
            sets.Add(cloud.Name, cloud);
        }

        foreach (var set in allowed)
        {
            var problems = EndpointRules.Problems(set);
            if (problems.Count > 0)
            {
                unusable[set.Name] = string.Join("; ", problems);
            }
            else if (!sets.TryAdd(set.Name, set))
            {
                unusable[set.Name + " (second)"] = "the name is taken";
            }
        }
    }

    /// <summary>The names that <see cref="Resolve"/> answers, sorted.</summary>
    public IReadOnlyList<string> Names => [.. sets.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Sets of the allow-list that were kept out: name and what is wrong with it. For the start-up log.</summary>
    public IReadOnlyDictionary<string, string> Unusable => unusable;

    /// <summary>Finds a set by name, whatever its case.</summary>
    public EndpointResolution Resolve(string name)
    {
        if (sets.TryGetValue(name, out var found))
        {
            return new EndpointResolution.Found(found);
        }

        var why = unusable.TryGetValue(name, out var problem)
            ? $"The endpoint set '{PlainText.Cut(name, 64)}' of this server may not be used: {problem}."
            : $"There is no cloud or allowed endpoint set '{PlainText.Cut(name, 64)}'.";
        return new EndpointResolution.Refused($"{why} Allowed are: {string.Join(", ", Names)}.", Names);
    }
}
