using System.Text.Json;
using Dropzone.Ledger.Domain.Groups;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Projections.Engine;
using static NpgsqlTypes.NpgsqlDbType;

namespace Dropzone.Ledger.Projections;

/// <summary>The tables of claims, offers and rules that the groups of a batch are found by.</summary>
internal static class GroupKeyTable
{
    private static readonly Columns<(string Key, long Position, Guid Alert)> Row = new Columns<(string Key, long Position, Guid Alert)>()
        .With("key", Text, static r => r.Key).With("position", Bigint, static r => r.Position).With("alert_id", Uuid, static r => r.Alert);

    /// <summary>Writes the difference between what alerts claimed or offered before and what they do now.</summary>
    public static async Task SaveAsync(TableSpace tables, IReadOnlyList<KeyChange> changes, CancellationToken cancellationToken)
    {
        foreach (var (side, rows) in new[] { ("claims", changes.Where(c => c.IsClaim)), ("offers", changes.Where(c => !c.IsClaim)) })
        {
            var removed = rows.SelectMany(c => c.Removed, (c, key) => (Key: key, c.Position, c.Alert)).ToList();
            var added = rows.SelectMany(c => c.Added, (c, key) => (Key: key, c.Position, c.Alert)).ToList();
            if (removed.Count > 0)
            {
                await tables.Command($"AlertList/{side}_remove.sql")
                    .WithColumn(removed, r => r.Key).WithColumn(removed, r => r.Position).RunAsync(cancellationToken);
            }

            await Row.InsertAsync(tables, $"group_{side}", $"AlertList/{side}_add.sql", added, cancellationToken);
        }
    }

    /// <summary>Every alert that claims, or offers, any of the keys, with the position of its first sight.</summary>
    public static Task<List<(string Key, Guid Alert, long Position)>> OfKeysAsync(
        TableSpace tables, bool claims, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        tables.Command("AlertList/keys_load.sql", sql => sql.Replace("{side}", claims ? "claims" : "offers", StringComparison.Ordinal))
            .WithColumn(keys, static k => k).ReadAsync(static r => (r.GetString(0), r.GetGuid(1), r.GetInt64(2)), cancellationToken);

    /// <summary>All keys that are claimed, as a filter.</summary>
    public static async Task<KeyFilter> ClaimedAsync(TableSpace tables, CancellationToken cancellationToken)
    {
        var filter = new KeyFilter(await tables.Command("AlertList/claims_count.sql").ExecuteScalarAsync(cancellationToken) as long? ?? 0);
        await tables.Command("AlertList/claims_keys.sql").EachAsync(reader => filter.Add(reader.GetString(0)), cancellationToken);
        return filter;
    }

    /// <summary>The rules in force; before the first change they are the default ones, revision 0.</summary>
    public static async Task<RulesInForce> RulesAsync(TableSpace tables, CancellationToken cancellationToken)
    {
        var rows = await tables.Command("AlertList/rules_load.sql").ReadAsync(
            r => new RulesInForce(r.GetInt32(0), JsonSerializer.Deserialize<List<GroupRule>>(r.GetString(1), LedgerJson.Options)!), cancellationToken);
        return rows.Count == 0 ? new RulesInForce(0, GroupRules.Default) : rows[0];
    }

    /// <summary>Keeps rules that are in force from a position on.</summary>
    public static Task SaveAsync(TableSpace tables, long position, RulesInForce rules, CancellationToken cancellationToken) =>
        tables.Command("AlertList/rules_save.sql").With(position).With(rules.Revision).With(JsonSerializer.Serialize(rules.Rules, LedgerJson.Options)).RunAsync(cancellationToken);
}

/// <summary>What an alert claims or offers now and did not before, and the other way round.</summary>
internal sealed record KeyChange(Guid Alert, long Position, bool IsClaim, IReadOnlyList<string> Removed, IReadOnlyList<string> Added)
{
    /// <summary>The difference; null when there is none.</summary>
    public static KeyChange? Between(AlertEntry? before, AlertEntry after)
    {
        if (before is null || ReferenceEquals(before.GroupKeys, after.GroupKeys))
        {
            return before is not null || after.GroupKeys.Count == 0 ? null : new KeyChange(after.Id, after.IngestedPosition, after.NamesGroup, [], after.GroupKeys);
        }

        var old = before.GroupKeys;
        List<string> removed = [.. old.Except(after.GroupKeys, StringComparer.Ordinal)];
        List<string> added = [.. after.GroupKeys.Except(old, StringComparer.Ordinal)];
        return removed.Count + added.Count == 0 ? null : new KeyChange(after.Id, after.IngestedPosition, after.NamesGroup, removed, added);
    }
}

/// <summary>The group rules and their revision.</summary>
internal sealed record RulesInForce(int Revision, IReadOnlyList<GroupRule> Rules);
