using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Folds the alert list and, from the very rows that it changes, the counters of the connector dashboard: what is merged is decided by the
/// groups, and they are decided once.
/// </summary>
internal sealed class AlertListProjection : IProjection
{
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "alert_ingested", "alert_revised", "alert_redirected", "alert_excluded", "alert_admitted", "investigation_status_changed",
        "investigation_assigned", "payload_erased", "group_rules_changed", "connector_configured",
    };

    public string Name => ProjectionNames.AlertList;

    public IReadOnlyList<string> Definitions { get; } = ["AlertList/tables.sql", "ConnectorDashboard/tables.sql"];

    public IReadOnlyList<string> Indexes { get; } = ["AlertList/indexes.sql"];

    public IReadOnlyList<string> Tables { get; } =
        ["alerts", "group_claims", "group_offers", "group_rules", "dashboard_connectors", "dashboard_counts", "dashboard_days", "dashboard_hours"];

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        var batch = new AlertBatch();
        batch.Load(await AlertEntries.ByIdAsync(tables, Revisited.Alerts(events), cancellationToken));
        foreach (var (stored, e) in events)
        {
            if (e is AlertEvent alert)
            {
                batch.Put(AlertEntryFold.Apply(batch.OfStream(stored.Stream), stored, alert));
            }
        }

        await RegroupAsync(tables, batch, events.Select(e => e.Event).OfType<GroupRulesChanged>().LastOrDefault(), cancellationToken);
        var changes = batch.Changes;
        await AlertEntries.SaveAsync(tables, changes, cancellationToken);
        await DashboardTables.AddAsync(tables, DashboardDeltas.Of(changes), cancellationToken);
        await DashboardTables.NameAsync(tables, [.. events.Select(e => e.Event).OfType<ConnectorConfigured>()], cancellationToken);
    }

    /// <summary>Places again whatever the batch may have moved, and settles each group that gained, lost or changed a member.</summary>
    private static async Task RegroupAsync(TableSpace tables, AlertBatch batch, GroupRulesChanged? changed, CancellationToken cancellationToken)
    {
        if (changed is not null)
        {
            await GroupKeyTable.SaveAsync(tables, new RulesInForce(changed.Revision, changed.Rules), cancellationToken);
        }

        var rules = await GroupKeyTable.RulesAsync(tables, cancellationToken);
        if (changed is not null)
        {
            var groupable = await AlertEntries.GroupableAsync(tables, Grouping.LooksAtColumns(rules.Rules), cancellationToken);
            batch.Load(await AlertEntries.ByIdAsync(tables, batch.Absent(groupable), cancellationToken));
        }

        batch.KeyPeers(rules.Rules, changed is not null);
        var changes = batch.Changes;
        var keyChanges = AlertBatch.KeyChangesOf(changes);
        await GroupKeyTable.SaveAsync(tables, keyChanges, cancellationToken);
        var affected = changed is null
            ? await GroupKeyTable.OfferersAsync(
                tables, [.. keyChanges.Where(c => c.IsClaim).SelectMany(c => c.Removed.Concat(c.Added)).Distinct(StringComparer.Ordinal)], cancellationToken)
            : batch.All;
        batch.Load(await AlertEntries.ByIdAsync(tables, batch.Absent(affected), cancellationToken));

        var first = batch.ToPlace(keyChanges.Where(static c => !c.IsClaim).Select(static c => c.Alert).Concat(AlertBatch.MovedAmongPeers(changes)).Concat(affected));
        var claims = await ClaimsAsync(tables, first, cancellationToken);
        var peers = batch.TouchedPeers(first, rules, claims);
        var placed = first;
        if (peers.Count > 0)
        {
            var alike = await GroupKeyTable.OfferersAsync(tables, peers, cancellationToken);
            batch.Load(await AlertEntries.ByIdAsync(tables, batch.Absent(alike), cancellationToken));
            placed = batch.ToPlace(first.Select(static e => e.Id).Concat(alike));
            claims = await ClaimsAsync(tables, placed, cancellationToken);
        }

        batch.Place(placed, rules, claims, peers);

        var touched = batch.TouchedGroups(changed is not null);
        batch.Load(await AlertEntries.ByGroupAsync(tables, touched, cancellationToken));
        batch.Settle(touched, rules.Revision);
    }

    private static Task<IReadOnlyDictionary<string, Claim>> ClaimsAsync(
        TableSpace tables, IEnumerable<AlertEntry> entries, CancellationToken cancellationToken) =>
        GroupKeyTable.EarliestAsync(tables, [.. entries.SelectMany(static e => e.GroupKeys).Where(Grouping.MayBeClaimed).Distinct(StringComparer.Ordinal)], cancellationToken);
}
