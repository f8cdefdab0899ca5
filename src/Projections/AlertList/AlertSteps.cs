using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// Folds a batch event by event, in memory: what the list and the counters were after each event is known exactly, wherever batches end. The tables
/// are read for the whole batch beforehand and written once behind it.
/// </summary>
internal sealed class AlertSteps(AlertMemory memory, DashboardMark last)
{
    private readonly List<AlertEntry> ended = [];
    private readonly List<(long Position, RulesInForce Rules)> ruled = [];
    private readonly List<DashboardStretch> stretches = [];
    private DashboardDeltas deltas = new();
    private DashboardMark mark = last;

    /// <summary>Versions that ended within the batch.</summary>
    public IReadOnlyList<AlertEntry> Ended => ended;

    /// <summary>Rules that came into force within the batch, and from where on.</summary>
    public IReadOnlyList<(long Position, RulesInForce Rules)> Ruled => ruled;

    /// <summary>The changes of the counters, from mark to mark.</summary>
    public IReadOnlyList<DashboardStretch> Stretches => [.. stretches, new DashboardStretch(deltas, null)];

    /// <summary>Folds the events.</summary>
    public async Task FoldAsync(IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        await memory.LoadAsync(Revisited.Alerts(events), cancellationToken);
        for (var from = 0; from < events.Count;)
        {
            // Between two changes of the rules the keys of all events are known beforehand.
            var to = from;
            while (to < events.Count && events[to].Event is not GroupRulesChanged)
            {
                to++;
            }

            await FoldUnderRulesAsync(events, from, to, cancellationToken);
            if (to < events.Count)
            {
                await ChangeRulesAsync(events[to], cancellationToken);
            }

            from = to + 1;
        }
    }

    private async Task FoldUnderRulesAsync(IReadOnlyList<FoldedEvent> events, int from, int to, CancellationToken cancellationToken)
    {
        var rules = await memory.RulesAsync(cancellationToken);
        var own = new Dictionary<string, AlertEntry>(StringComparer.Ordinal);
        var after = new AlertEntry?[to - from];
        for (var at = from; at < to; at++)
        {
            var (stored, e) = events[at];
            if (e is AlertEvent alert)
            {
                var before = own.TryGetValue(stored.Stream, out var known) ? known : memory.OfStream(stored.Stream);
                if (AlertEntryFold.Apply(before, stored, alert) is { } entry && !ReferenceEquals(entry, before))
                {
                    after[at - from] = own[stored.Stream] = Keyed(before, entry, rules);
                }
            }
        }

        await LoadAheadAsync([.. after.OfType<AlertEntry>()], cancellationToken);
        for (var at = from; at < to; at++)
        {
            Mark(events[at]);
            if (after[at - from] is { } entry)
            {
                await StepAsync(events[at].Stored.Position, entry, cancellationToken);
            }
        }
    }

    /// <summary>Reads what the steps will ask for, all at once; what is overlooked here is read when it is asked for.</summary>
    private async ValueTask LoadAheadAsync(IReadOnlyList<AlertEntry> entries, CancellationToken cancellationToken)
    {
        var (incidents, others) = (entries.Where(static e => e.NamesGroup).ToList(), entries.Where(static e => !e.NamesGroup).ToList());
        List<string> asked = [.. incidents.SelectMany(static e => e.GroupKeys).Concat(others.SelectMany(static e => e.GroupKeys).Where(Grouping.IsPeers)).Distinct(StringComparer.Ordinal)];
        var claims = await memory.EarliestAsync(others, cancellationToken);
        var meeting = await memory.EntriesAsync(await memory.OfferersAsync(asked, cancellationToken), cancellationToken);
        await memory.MembersAsync(
            [
                .. claims.Values.Select(static c => c.Incident).Concat(meeting.Select(static e => e.Placement?.Group).OfType<Guid>())
                    .Concat(entries.Where(MayMove).Select(static e => e.Placement!.Group)).Distinct(),
            ],
            cancellationToken);

        bool MayMove(AlertEntry entry) => entry.Placement is not null && memory.OfStream(entry.Stream) is { } before
            && (before.IsAdmitted != entry.IsAdmitted || !ReferenceEquals(before.GroupKeys, entry.GroupKeys) || before.CreatedAt != entry.CreatedAt);
    }

    /// <summary>With the keys of its peers; the very list of before where the keys are the same, by which it is seen that nothing moved.</summary>
    private static AlertEntry Keyed(AlertEntry? before, AlertEntry after, RulesInForce rules)
    {
        if (ReferenceEquals(before?.GroupKeys, after.GroupKeys))
        {
            return after;
        }

        var keyed = Grouping.WithPeers(after, rules.Rules);
        return before?.GroupKeys.SequenceEqual(keyed.GroupKeys, StringComparer.Ordinal) == true ? keyed with { GroupKeys = before.GroupKeys } : keyed;
    }

    private async ValueTask StepAsync(long position, AlertEntry entry, CancellationToken cancellationToken)
    {
        var before = memory.OfStream(entry.Stream);
        if (before is not null)
        {
            entry = entry with { Placement = before.Placement, Since = before.Since };
        }
        else
        {
            memory.Meet(entry.Id);
        }

        if (!await TouchesGroupsAsync(before, entry, cancellationToken))
        {
            if (before is null && KeyChange.Between(null, entry) is { } keys)
            {
                memory.Change(keys);
            }

            Record(position, new EntryChange(before, entry));
            return;
        }

        var step = new AlertBatch();
        step.Load(before is null ? [] : [before]);
        step.Put(entry);
        await RegroupAsync(position, step, await memory.RulesAsync(cancellationToken), changed: false, cancellationToken);
    }

    private async ValueTask<bool> TouchesGroupsAsync(AlertEntry? before, AlertEntry after, CancellationToken cancellationToken) => before is null
        ? after.NamesGroup || after.GroupKeys.Any(Grouping.IsPeers) || (await memory.EarliestAsync([after], cancellationToken)).Count > 0
        : !ReferenceEquals(before.GroupKeys, after.GroupKeys) || before.CreatedAt != after.CreatedAt
            || (before.IsAdmitted != after.IsAdmitted && before.Placement is not null);

    private async Task ChangeRulesAsync(FoldedEvent folded, CancellationToken cancellationToken)
    {
        var (stored, changed) = (folded.Stored, (GroupRulesChanged)folded.Event);
        Mark(folded);
        var rules = new RulesInForce(changed.Revision, changed.Rules);
        memory.ChangeRules(rules);
        ruled.Add((stored.Position, rules));
        var step = new AlertBatch();
        step.Load(await memory.GroupableAsync(Grouping.LooksAtColumns(rules.Rules), cancellationToken));
        step.KeyPeers(rules.Rules, all: true);
        await RegroupAsync(stored.Position, step, rules, changed: true, cancellationToken);

        // Nobody who asks for a position behind it needs to look at what lies before it.
        Close(new DashboardMark(stored.Position, stored.Timestamp));
    }

    /// <summary>Places again whatever a step may have moved, and settles each group that gained, lost or changed a member.</summary>
    private async Task RegroupAsync(long position, AlertBatch step, RulesInForce rules, bool changed, CancellationToken cancellationToken)
    {
        var keyChanges = step.KeyChanges;
        foreach (var keys in keyChanges)
        {
            memory.Change(keys);
        }

        var affected = changed
            ? step.All
            : await memory.OfferersAsync(
                [.. keyChanges.Where(static c => c.IsClaim).SelectMany(static c => c.Removed.Concat(c.Added)).Distinct(StringComparer.Ordinal)], cancellationToken);
        step.Load(await memory.EntriesAsync(step.Absent(affected), cancellationToken));

        var first = step.ToPlace(keyChanges.Where(static c => !c.IsClaim).Select(static c => c.Alert).Concat(step.MovedAmongPeers).Concat(affected));
        var peers = step.TouchedPeers(first, rules, await memory.EarliestAsync(first, cancellationToken));
        var alike = await memory.OfferersAsync(peers, cancellationToken);
        step.Load(await memory.EntriesAsync(step.Absent(alike), cancellationToken));
        var placed = step.ToPlace(first.Select(static e => e.Id).Concat(alike));
        step.Place(placed, rules, await memory.EarliestAsync(placed, cancellationToken), peers);

        var touched = step.TouchedGroups(changed);
        step.Load(await memory.MembersAsync(touched, cancellationToken));
        step.Settle(touched, rules.Revision);
        foreach (var change in step.Changes)
        {
            Record(position, change);
        }
    }

    private void Record(long position, EntryChange change)
    {
        var (before, after) = change;
        if (before is null || !before.IsSameVersionAs(after))
        {
            after = after with { Since = position };
            if (before is not null)
            {
                ended.Add(before with { Until = position });
            }
        }

        deltas.Add(before, after, position);
        memory.Put(after);
    }

    private void Mark(FoldedEvent next)
    {
        var position = (next.Stored.Position - 1) / DashboardMark.Every * DashboardMark.Every;
        if (position > mark.Position)
        {
            Close(new DashboardMark(position, next.Stored.Timestamp));
        }
    }

    private void Close(DashboardMark at)
    {
        stretches.Add(new DashboardStretch(deltas, at));
        (mark, deltas) = (at, new DashboardDeltas());
    }
}
