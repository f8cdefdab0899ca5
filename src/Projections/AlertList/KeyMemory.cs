using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Which alerts claim, or offer, which keys: what the table says, once a key was asked for, and what the batch changed since.</summary>
internal sealed class KeyMemory(TableSpace tables, bool claims)
{
    private static readonly IReadOnlyDictionary<Guid, long> None = new Dictionary<Guid, long>();

    private readonly Dictionary<string, Dictionary<Guid, long>> held = new(StringComparer.Ordinal);
    private readonly HashSet<string> whole = new(StringComparer.Ordinal);
    private readonly HashSet<(string Key, Guid Alert)> removed = [];

    /// <summary>Reads what the table says of keys that were not asked for yet.</summary>
    public async ValueTask LoadAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        List<string> absent = [.. keys.Where(whole.Add)];
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
        foreach (var key in change.Removed)
        {
            removed.Add((key, change.Alert));
            Of(key).Remove(change.Alert);
        }

        foreach (var key in change.Added)
        {
            removed.Remove((key, change.Alert));
            Of(key)[change.Alert] = change.Position;
        }
    }

    private Dictionary<Guid, long> Of(string key) => held.TryGetValue(key, out var holders) ? holders : held[key] = [];
}
