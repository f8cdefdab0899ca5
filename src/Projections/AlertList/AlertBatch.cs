using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Projections;

/// <summary>The entries that one batch reads and changes, with what they were before it. No table is touched here.</summary>
internal sealed class AlertBatch
{
    private readonly Dictionary<Guid, AlertEntry> before = [];
    private readonly Dictionary<Guid, AlertEntry> now = [];
    private readonly Dictionary<string, Guid> streams = new(StringComparer.Ordinal);

    /// <summary>Entries that differ from what they were, in log order of their first sight.</summary>
    public IReadOnlyList<EntryChange> Changes
    {
        get
        {
            var changes = new List<EntryChange>(now.Count);
            foreach (var (id, entry) in now)
            {
                var was = before.GetValueOrDefault(id);
                if (!ReferenceEquals(entry, was))
                {
                    changes.Add(new EntryChange(was, entry));
                }
            }

            changes.Sort(static (one, other) => one.After.IngestedPosition.CompareTo(other.After.IngestedPosition));
            return changes;
        }
    }

    /// <summary>What changed entries claim or offer now and did not before.</summary>
    public IReadOnlyList<KeyChange> KeyChanges =>
        [.. Changes.Select(static c => KeyChange.Between(c.Before, c.After)).OfType<KeyChange>()];

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

    /// <summary>Every alert that the batch holds.</summary>
    public IReadOnlyList<Guid> All => [.. now.Keys];

    /// <summary>Which of the alerts were not loaded yet.</summary>
    public IReadOnlyList<Guid> Absent(IEnumerable<Guid> ids) => [.. ids.Where(id => !now.ContainsKey(id)).Distinct()];

    /// <summary>Of the alerts given, those that a rule may place; a Sentinel incident is in its own group by nature.</summary>
    public IReadOnlyList<AlertEntry> ToPlace(IEnumerable<Guid> ids) => [.. ids.Distinct().Select(id => now[id]).Where(e => !e.NamesGroup)];

    /// <summary>Gives changed entries, or all, the keys by which the rules in force hold them to be like others.</summary>
    public void KeyPeers(IReadOnlyList<GroupRule> rules, bool all)
    {
        foreach (var entry in now.Values.Where(e => all || !ReferenceEquals(e, before.GetValueOrDefault(e.Id))).ToList())
        {
            now[entry.Id] = Grouping.WithPeers(entry, rules);
        }
    }

    /// <summary>Changed entries whose place among their peers may differ: new ones, those with other keys, and those of another time.</summary>
    public IReadOnlyList<Guid> MovedAmongPeers =>
        [.. Changes.Where(static c => !c.After.NamesGroup && (c.Before is null || c.Before.CreatedAt != c.After.CreatedAt)).Select(static c => c.After.Id)];

    /// <summary>
    /// The keys of peers whose groups must be made anew: those by which the entries were placed before, and those by which they are now.
    /// </summary>
    public IReadOnlyCollection<string> TouchedPeers(IEnumerable<AlertEntry> entries, RulesInForce rules, IReadOnlyDictionary<string, Claim> claims)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (before.GetValueOrDefault(entry.Id) is { Placement.Rule: { } rule } old && Grouping.PeerKey(old, rule) is { } former)
            {
                touched.Add(former);
            }

            if (Grouping.PlaceOf(entry, rules.Rules, claims)?.Peers is { } current)
            {
                touched.Add(current);
            }
        }

        return touched;
    }

    /// <summary>Gives each entry its group, or none.</summary>
    /// <param name="entries">The entries to place.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="claims">The claims on their keys.</param>
    /// <param name="peers">The keys of peers all of whose holders are loaded; places among others stay.</param>
    public void Place(IEnumerable<AlertEntry> entries, RulesInForce rules, IReadOnlyDictionary<string, Claim> claims, IReadOnlyCollection<string> peers)
    {
        var alike = new Dictionary<(GroupRule Rule, string Key), List<AlertEntry>>();
        foreach (var entry in entries)
        {
            switch (Grouping.PlaceOf(entry, rules.Rules, claims))
            {
                case { Peers: { } key } place when peers.Contains(key):
                    (alike.TryGetValue((place.Rule, key), out var members) ? members : alike[(place.Rule, key)] = []).Add(entry);
                    break;
                case { Peers: not null }:
                    break;
                case { } place:
                    Put(entry, place.Incident, place.Rule.Id, rules.Revision);
                    break;
                default:
                    Put(entry, null, null, rules.Revision);
                    break;
            }
        }

        foreach (var ((rule, _), members) in alike)
        {
            foreach (var (member, group) in Grouping.Peers(members, rule.Window))
            {
                Put(member, group, rule.Id, rules.Revision);
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

    private void Put(AlertEntry entry, Guid? group, string? rule, int revision)
    {
        if (group != entry.Placement?.Group || rule != entry.Placement?.Rule)
        {
            now[entry.Id] = entry with { Placement = group is { } g ? new Placement(g, rule, revision, 0, null) : null };
        }
    }

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
