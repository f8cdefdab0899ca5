using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Which alerts claim, or offer, which keys: what the table said, once a key was asked for, and what was changed since.</summary>
internal sealed class KeyMemory(bool claims)
{
    private static readonly IReadOnlyDictionary<Guid, long> None = new Dictionary<Guid, long>();

    private readonly Dictionary<string, Dictionary<Guid, long>> held = new(StringComparer.Ordinal);
    private readonly HashSet<string> whole = new(StringComparer.Ordinal);
    private readonly HashSet<(string Key, Guid Alert)> removed = [];
    private readonly List<KeyChange> latest = [];
    private KeyFilter? claimed;

    /// <summary>Begins another batch.</summary>
    public void Begin() => latest.Clear();

    /// <summary>Lets all go but what the last batch changed.</summary>
    public void Forget()
    {
        held.Clear();
        whole.Clear();
        removed.Clear();
        latest.ForEach(Apply);
    }

    /// <summary>Reads what the table says of keys that were not asked for yet.</summary>
    public async ValueTask LoadAsync(TableSpace tables, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        // Few keys are ever claimed, and each new alert asks for its own: nearly all of them are answered without the table.
        if (claims && claimed is null)
        {
            claimed = await GroupKeyTable.ClaimedAsync(tables, cancellationToken);

            // The table may not have them yet.
            held.Keys.ToList().ForEach(claimed.Add);
        }

        List<string> absent = [.. keys.Where(key => whole.Add(key) && claimed?.MayHave(key) != false)];
        if (absent.Count == 0)
        {
            return;
        }

        foreach (var (key, alert, position) in await GroupKeyTable.OfKeysAsync(tables, claims, absent, cancellationToken))
        {
            if (!removed.Contains((key, alert)))
            {
                Of(key)[alert] = position;
            }
        }
    }

    /// <summary>The alerts that hold a loaded key, with the positions of their first sight.</summary>
    public IReadOnlyDictionary<Guid, long> Holders(string key) => held.TryGetValue(key, out var holders) ? holders : None;

    /// <summary>Takes what an alert holds now and did not before.</summary>
    public void Change(KeyChange change)
    {
        latest.Add(change);
        Apply(change);
    }

    private void Apply(KeyChange change)
    {
        foreach (var key in change.Removed)
        {
            removed.Add((key, change.Alert));
            Of(key).Remove(change.Alert);
        }

        foreach (var key in change.Added)
        {
            removed.Remove((key, change.Alert));
            Of(key)[change.Alert] = change.Position;
            claimed?.Add(key);
        }
    }

    private Dictionary<Guid, long> Of(string key) => held.TryGetValue(key, out var holders) ? holders : held[key] = [];
}
