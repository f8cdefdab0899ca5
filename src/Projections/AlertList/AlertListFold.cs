using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>The fold of the alert list and its counters: remembers between two batches what the next one is likely to ask the tables for.</summary>
/// <param name="most">See <see cref="AlertMemory"/>.</param>
internal sealed class AlertListFold(int most = AlertMemory.Usual) : IFold
{
    private readonly AlertMemory memory = new(most);
    private DashboardStand? stand;

    /// <inheritdoc />
    public async Task<BatchWrite> FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        memory.Begin(tables);
        stand ??= await DashboardTables.StandAsync(tables, cancellationToken);
        var steps = new AlertSteps(memory, stand.Mark);
        await steps.FoldAsync(events, cancellationToken);
        var (changes, counted) = (memory.Changes, DashboardBatch.Of(stand, steps.Stretches));
        stand = counted.Stand;
        return async (into, token) =>
        {
            foreach (var (position, rules) in steps.Ruled)
            {
                await GroupKeyTable.SaveAsync(into, position, rules, token);
            }

            await GroupKeyTable.SaveAsync(into, [.. changes.Select(static c => KeyChange.Between(c.Before, c.After)).OfType<KeyChange>()], token);
            await AlertEntries.SaveAsync(into, changes, token);
            await AlertEntries.KeepAsync(into, steps.Ended, token);
            await DashboardTables.AddAsync(into, counted, token);
            await DashboardTables.NameAsync(into, events, token);
        };
    }
}
