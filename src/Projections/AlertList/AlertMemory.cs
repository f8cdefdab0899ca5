using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// What was read of the tables and changed since, kept from batch to batch: what one event did the next one meets here, and a row is read at most once
/// until too much is kept. The tables may lag behind by what the batch before changed.
/// </summary>
/// <param name="most">How many entries are kept before all are let go that the tables have.</param>
internal sealed class AlertMemory(int most)
{
    /// <summary>Some megabytes: about two full batches and the groups that they meet.</summary>
    public const int Usual = 5000;

    private readonly Dictionary<Guid, AlertEntry> now = [];
    private readonly Dictionary<string, Guid> streams = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, HashSet<Guid>> members = [];
    private readonly HashSet<Guid> wholeGroups = [];
    private readonly KeyMemory claims = new(claims: true);
    private readonly KeyMemory offers = new(claims: false);
    private readonly Dictionary<Guid, AlertEntry?> before = [];
    private TableSpace? tables;
    private RulesInForce? rules;

    private TableSpace Tables => tables ?? throw new InvalidOperationException("No batch was begun.");

    /// <summary>Entries that the batch made otherwise, in log order of their first sight.</summary>
    public IReadOnlyList<EntryChange> Changes =>
        [.. before.Select(b => new EntryChange(b.Value, now[b.Key])).Where(static c => !ReferenceEquals(c.Before, c.After)).OrderBy(static c => c.After.IngestedPosition)];

    /// <summary>Begins another batch, whose rows are read from these tables.</summary>
    public void Begin(TableSpace from)
    {
        tables = from;
        if (now.Count > most)
        {
            Forget();
        }

        before.Clear();
        claims.Begin();
        offers.Begin();
    }

    /// <summary>The entry of a stream; null before its first sight. It must have been loaded.</summary>
    public AlertEntry? OfStream(string stream) => streams.TryGetValue(stream, out var id) ? now[id] : null;

    /// <summary>Takes note of an alert that no table has: the group that it may name has no row there either.</summary>
    public void Meet(Guid alert) => wholeGroups.Add(alert);

    /// <summary>Loads entries that are not there yet.</summary>
    public async ValueTask LoadAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        List<Guid> absent = [.. ids.Where(id => !now.ContainsKey(id)).Distinct()];
        if (absent.Count > 0)
        {
            Take(await AlertEntries.ByIdAsync(Tables, absent, cancellationToken));
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
        List<Guid> absent = [.. groups.Where(wholeGroups.Add)];
        if (absent.Count > 0)
        {
            Take(await AlertEntries.ByGroupAsync(Tables, absent, cancellationToken));
        }

        return [.. groups.SelectMany(g => members.TryGetValue(g, out var ids) ? ids.Select(id => now[id]) : [])];
    }

    /// <summary>The alerts that offer any of the keys.</summary>
    public async ValueTask<IReadOnlyList<Guid>> OfferersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await offers.LoadAsync(Tables, keys, cancellationToken);
        return [.. keys.SelectMany(key => offers.Holders(key).Keys).Distinct()];
    }

    /// <summary>The earliest claim on each key that is claimed at all.</summary>
    public async ValueTask<IReadOnlyDictionary<string, Claim>> EarliestAsync(IEnumerable<AlertEntry> entries, CancellationToken cancellationToken)
    {
        var keys = entries.SelectMany(static e => e.GroupKeys).Where(Grouping.MayBeClaimed).ToHashSet(StringComparer.Ordinal);
        await claims.LoadAsync(Tables, keys, cancellationToken);
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
        rules ??= await GroupKeyTable.RulesAsync(Tables, cancellationToken);

    /// <summary>Puts other rules in force.</summary>
    public void ChangeRules(RulesInForce changed) => rules = changed;

    /// <summary>Every alert that a change of the rules may move.</summary>
    public async ValueTask<IReadOnlyList<AlertEntry>> GroupableAsync(bool all, CancellationToken cancellationToken)
    {
        await LoadAsync(await AlertEntries.GroupableAsync(Tables, all, cancellationToken), cancellationToken);
        return [.. now.Values];
    }

    /// <summary>Takes keys that an alert holds now and did not before.</summary>
    public void Change(KeyChange change) => (change.IsClaim ? claims : offers).Change(change);

    /// <summary>Takes a new or changed entry.</summary>
    public void Put(AlertEntry entry)
    {
        var old = now.GetValueOrDefault(entry.Id);
        before.TryAdd(entry.Id, old);
        if (old?.Placement is { } place && place.Group != entry.Placement?.Group)
        {
            members[place.Group].Remove(entry.Id);
        }

        Hold(entry);
    }

    /// <summary>Lets all go but what the last batch changed, which the tables may not have yet.</summary>
    private void Forget()
    {
        List<AlertEntry> kept = [.. before.Keys.Select(id => now[id])];
        now.Clear();
        streams.Clear();
        members.Clear();
        wholeGroups.Clear();
        kept.ForEach(Hold);
        claims.Forget();
        offers.Forget();
    }

    private void Take(IEnumerable<AlertEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!now.ContainsKey(entry.Id))
            {
                Hold(entry);
            }
        }
    }

    private void Hold(AlertEntry entry)
    {
        now[entry.Id] = entry;
        streams[entry.Stream] = entry.Id;
        if (entry.Placement is { Group: var group })
        {
            (members.TryGetValue(group, out var ids) ? ids : members[group] = []).Add(entry.Id);
        }
    }
}
