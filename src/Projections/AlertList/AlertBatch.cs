namespace Dropzone.Ledger.Projections;

/// <summary>The entries that one batch reads and changes, with what they were before it. No table is touched here.</summary>
internal sealed class AlertBatch
{
    private readonly Dictionary<Guid, AlertEntry> before = [];
    private readonly Dictionary<Guid, AlertEntry> now = [];
    private readonly Dictionary<string, Guid> streams = new(StringComparer.Ordinal);

    /// <summary>Entries that differ from what they were, in log order of their first sight.</summary>
    public IReadOnlyList<EntryChange> Changes =>
        [.. now.Values.Where(e => !ReferenceEquals(e, before.GetValueOrDefault(e.Id)))
            .OrderBy(e => e.IngestedPosition).Select(e => new EntryChange(before.GetValueOrDefault(e.Id), e))];

    /// <summary>What changed entries claim or offer now and did not before.</summary>
    public IReadOnlyList<KeyChange> KeyChanges => [.. Changes.Select(c => KeyChange.Between(c.Before, c.After)).OfType<KeyChange>()];

    /// <summary>Takes entries as the table has them; those that the batch holds already stay as they are.</summary>
    public void Load(IEnumerable<AlertEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (now.TryAdd(entry.Id, entry))
            {
                before.Add(entry.Id, entry);
                streams.Add(entry.Stream, entry.Id);
            }
        }
    }

    /// <summary>The entry of a stream; null before its first sight.</summary>
    public AlertEntry? OfStream(string stream) => streams.TryGetValue(stream, out var id) ? now[id] : null;

    /// <summary>Takes a changed or new entry.</summary>
    public void Put(AlertEntry? entry)
    {
        if (entry is not null)
        {
            now[entry.Id] = entry;
            streams[entry.Stream] = entry.Id;
        }
    }

    /// <summary>Which of the alerts were not loaded yet.</summary>
    public IReadOnlyList<Guid> Absent(IEnumerable<Guid> ids) => [.. ids.Where(id => !now.ContainsKey(id)).Distinct()];

    /// <summary>Of the alerts given, those that a rule may place; a Sentinel incident is in its own group by nature.</summary>
    public IReadOnlyList<AlertEntry> ToPlace(IEnumerable<Guid> ids) => [.. ids.Distinct().Select(id => now[id]).Where(e => !e.NamesGroup)];

    /// <summary>Gives each entry its group, or none.</summary>
    public void Place(IEnumerable<AlertEntry> entries, RulesInForce rules, IReadOnlyDictionary<string, Claim> claims)
    {
        foreach (var entry in entries)
        {
            var place = Grouping.Place(entry, rules.Rules, claims);
            if (place?.Group != entry.Placement?.Group || place?.Rule != entry.Placement?.Rule)
            {
                now[entry.Id] = entry with { Placement = place is { } p ? new Placement(p.Group, p.Rule, rules.Revision, 0, null) : null };
            }
        }

        foreach (var incident in now.Values.Where(e => e.NamesGroup && e.Placement is null).ToList())
        {
            now[incident.Id] = incident with { Placement = new Placement(incident.Id, null, rules.Revision, 0, null) };
        }
    }

    /// <summary>The groups whose members, leader or rules may differ from before.</summary>
    public IReadOnlyList<Guid> TouchedGroups(bool all) =>
        [.. now.Values
            .Select(e => (Before: before.GetValueOrDefault(e.Id), After: e))
            .Where(c => all || c.Before?.Placement != c.After.Placement || c.Before?.IsAdmitted != c.After.IsAdmitted)
            .SelectMany(c => new[] { c.Before?.Placement?.Group, c.After.Placement?.Group })
            .OfType<Guid>().Distinct()];

    /// <summary>Settles groups all of whose members are loaded.</summary>
    public void Settle(IEnumerable<Guid> groups, int revision)
    {
        var members = now.Values.Where(e => e.Placement is not null).ToLookup(e => e.Placement!.Group);
        foreach (var member in groups.SelectMany(group => Grouping.Settle(group, [.. members[group]], revision)).ToList())
        {
            now[member.Id] = member;
        }
    }
}

/// <summary>An entry before and after a batch.</summary>
internal readonly record struct EntryChange(AlertEntry? Before, AlertEntry After);
