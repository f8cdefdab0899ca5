using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>What a batch has read of the tables and changed so far: what one event did the next one meets here, and each row is read at most once.</summary>
internal sealed class AlertMemory(TableSpace tables)
{
    private readonly Dictionary<Guid, AlertEntry> before = [];
    private readonly Dictionary<Guid, AlertEntry> now = [];
    private readonly Dictionary<string, Guid> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, HashSet<Guid>> members = [];
    private readonly HashSet<Guid> wholeGroups = [];
    private readonly KeyMemory claims = new(tables, claims: true);
    private readonly KeyMemory offers = new(tables, claims: false);
    private RulesInForce? rules;

    /// <summary>Entries that differ from what the table has, in log order of their first sight.</summary>
    public IReadOnlyList<EntryChange> Changes =>
        [.. now.Values.Where(e => !ReferenceEquals(e, before.GetValueOrDefault(e.Id)))
            .OrderBy(static e => e.IngestedPosition).Select(e => new EntryChange(before.GetValueOrDefault(e.Id), e))];

    /// <summary>The entry of a stream; null before its first sight. It must have been loaded.</summary>
    public AlertEntry? OfStream(string stream) => streams.TryGetValue(stream, out var id) ? now[id] : null;

    /// <summary>Loads entries that are not there yet.</summary>
    public async ValueTask LoadAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        List<Guid> absent = [.. ids.Where(id => !now.ContainsKey(id)).Distinct()];
        if (absent.Count > 0)
        {
            Take(await AlertEntries.ByIdAsync(tables, absent, cancellationToken));
        }
    }

    /// <summary>The entries of ids.</summary>
    public async ValueTask<IReadOnlyList<AlertEntry>> EntriesAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await LoadAsync(ids, cancellationToken);
        return [.. ids.Select(id => now[id])];
    }

    /// <summary>Every member of the groups.</summary>
    public async ValueTask<IReadOnlyList<AlertEntry>> MembersAsync(IReadOnlyCollection<Guid> groups, CancellationToken cancellationToken)
    {
        // A group that is named by an alert which the table does not have yet has no row there.
        List<Guid> absent = [.. groups.Where(g => wholeGroups.Add(g) && !(now.ContainsKey(g) && !before.ContainsKey(g)))];
        if (absent.Count > 0)
        {
            Take(await AlertEntries.ByGroupAsync(tables, absent, cancellationToken));
        }

        return [.. groups.SelectMany(g => members.TryGetValue(g, out var ids) ? ids.Select(id => now[id]) : [])];
    }

    /// <summary>The alerts that offer any of the keys.</summary>
    public async ValueTask<IReadOnlyList<Guid>> OfferersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await offers.LoadAsync(keys, cancellationToken);
        return [.. keys.SelectMany(key => offers.Holders(key).Keys).Distinct()];
    }

    /// <summary>The earliest claim on each key that is claimed at all.</summary>
    public async ValueTask<IReadOnlyDictionary<string, Claim>> EarliestAsync(IEnumerable<AlertEntry> entries, CancellationToken cancellationToken)
    {
        var keys = entries.SelectMany(static e => e.GroupKeys).Where(Grouping.MayBeClaimed).ToHashSet(StringComparer.Ordinal);
        await claims.LoadAsync(keys, cancellationToken);
        var earliest = new Dictionary<string, Claim>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (claims.Holders(key) is { Count: > 0 } holders)
            {
                var (incident, position) = holders.MinBy(static h => h.Value);
                earliest.Add(key, new Claim(incident, position));
            }
        }

        return earliest;
    }

    /// <summary>The rules in force.</summary>
    public async ValueTask<RulesInForce> RulesAsync(CancellationToken cancellationToken) =>
        rules ??= await GroupKeyTable.RulesAsync(tables, cancellationToken);

    /// <summary>Puts other rules in force from a position on.</summary>
    public Task ChangeRulesAsync(long position, RulesInForce changed, CancellationToken cancellationToken)
    {
        rules = changed;
        return GroupKeyTable.SaveAsync(tables, position, changed, cancellationToken);
    }

    /// <summary>Every alert that a change of the rules may move.</summary>
    public async ValueTask<IReadOnlyList<AlertEntry>> GroupableAsync(bool all, CancellationToken cancellationToken)
    {
        await LoadAsync(await AlertEntries.GroupableAsync(tables, all, cancellationToken), cancellationToken);
        return [.. now.Values];
    }

    /// <summary>Takes keys that an alert holds now and did not before.</summary>
    public void Change(KeyChange change) => (change.IsClaim ? claims : offers).Change(change);

    /// <summary>Takes a new or changed entry.</summary>
    public void Put(AlertEntry entry)
    {
        if (now.TryGetValue(entry.Id, out var old) && old.Placement is { } place && place.Group != entry.Placement?.Group)
        {
            members[place.Group].Remove(entry.Id);
        }

        now[entry.Id] = entry;
        streams[entry.Stream] = entry.Id;
        Join(entry);
    }

    private void Take(IEnumerable<AlertEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (now.TryAdd(entry.Id, entry))
            {
                before.Add(entry.Id, entry);
                streams.Add(entry.Stream, entry.Id);
                Join(entry);
            }
        }
    }

    private void Join(AlertEntry entry)
    {
        if (entry.Placement is { Group: var group })
        {
            (members.TryGetValue(group, out var ids) ? ids : members[group] = []).Add(entry.Id);
        }
    }
}
