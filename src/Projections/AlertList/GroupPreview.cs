using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Projections;

/// <summary>What a rule holds together now and would then.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Merged">Alerts that another stands for by it, now.</param>
/// <param name="MergedThen">Alerts that another would stand for by it.</param>
public sealed record GroupRuleDifference(string Rule, long Merged, long MergedThen);

/// <summary>One alert that would come onto the list or leave it.</summary>
/// <param name="Id">The alert.</param>
/// <param name="State">Its state now.</param>
/// <param name="Then">Its state then.</param>
/// <param name="Rule">The rule that merges it, now or then.</param>
/// <param name="Into">The alert that stands for it then.</param>
public sealed record RegroupedAlert(Guid Id, AlertListState State, AlertListState Then, string? Rule, Guid? Into);

/// <summary>What other group rules would do to the list.</summary>
/// <param name="Position">The position that the numbers hold at, exactly.</param>
/// <param name="Revision">The revision of the rules in force there; 0 = the default ones.</param>
/// <param name="Alerts">How many alerts there are.</param>
/// <param name="Appear">Merged now, shown then.</param>
/// <param name="Vanish">Shown now, merged then.</param>
/// <param name="ByRule">By rule, of those in force and those asked about.</param>
/// <param name="Changed">The first alerts that would change, in log order.</param>
public sealed record GroupPreviewResult(
    long Position, int Revision, long Alerts, long Appear, long Vanish, IReadOnlyList<GroupRuleDifference> ByRule, IReadOnlyList<RegroupedAlert> Changed);

/// <summary>Groups the list by other rules, in memory: the same pure pieces as the fold, and no row is touched.</summary>
public sealed class GroupPreview(ReadModels models)
{
    private const int MostListed = 1000;

    /// <summary>Compares the list as it stands with the list under the rules.</summary>
    public async Task<GroupPreviewResult> RunAsync(string tenant, IReadOnlyList<GroupRule> rules, CancellationToken cancellationToken = default)
    {
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var ids = await AlertEntries.GroupableAsync(snapshot.Tables, all: true, cancellationToken);
        var entries = await AlertEntries.ByIdAsync(snapshot.Tables, ids, cancellationToken);
        var standing = await GroupKeyTable.RulesAsync(snapshot.Tables, cancellationToken);
        var then = Regrouped(entries, new RulesInForce(standing.Revision + 1, rules));
        var changed = then.Where(static c => c.Before.State != c.Then.State).OrderBy(static c => c.Then.IngestedPosition).ToList();
        return new GroupPreviewResult(
            snapshot.Position,
            standing.Revision,
            entries.Count,
            changed.Count(static c => c.Then.State == AlertListState.Shown),
            changed.Count(static c => c.Then.State == AlertListState.Merged),
            [.. standing.Rules.Concat(rules).Select(static r => r.Id).Distinct(StringComparer.Ordinal)
                .Select(rule => new GroupRuleDifference(rule, then.Count(c => IsMergedBy(c.Before, rule)), then.Count(c => IsMergedBy(c.Then, rule))))],
            [.. changed.Take(MostListed).Select(static c => new RegroupedAlert(
                c.Then.Id, c.Before.State, c.Then.State, c.Then.Placement?.Rule ?? c.Before.Placement?.Rule,
                c.Then.State == AlertListState.Merged ? c.Then.Placement?.Leader : null))]);
    }

    private static List<(AlertEntry Before, AlertEntry Then)> Regrouped(List<AlertEntry> entries, RulesInForce rules)
    {
        var batch = new AlertBatch();
        batch.Load(entries);
        batch.KeyPeers(rules.Rules, all: true);
        var claims = entries.Where(static e => e.NamesGroup).SelectMany(static e => e.GroupKeys, static (e, key) => (key, Claim: new Claim(e.Id, e.IngestedPosition)))
            .GroupBy(static c => c.key, static c => c.Claim, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.MinBy(static c => c.Position)!, StringComparer.Ordinal);
        var placed = batch.ToPlace(batch.All);
        batch.Place(placed, rules, claims, batch.TouchedPeers(placed, rules, claims).ToHashSet(StringComparer.Ordinal));
        batch.Settle(batch.TouchedGroups(all: true), rules.Revision);
        return [.. entries.Select(e => (e, batch.OfStream(e.Stream)!))];
    }

    private static bool IsMergedBy(AlertEntry entry, string rule) =>
        entry.State == AlertListState.Merged && entry.RedirectedTo is null && entry.Placement?.Rule == rule;
}
