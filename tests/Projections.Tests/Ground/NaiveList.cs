using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>The list said plainly: all streams folded whole by the domain, then each alert asked where it belongs. Shares nothing with the projection.</summary>
public static class NaiveList
{
    public sealed record Row(string Stream, AlertListState State, string? GroupStream, string? LeaderStream, int Size, string? Rule, int? Revision);

    public static IReadOnlyDictionary<string, Row> Of(History history)
    {
        var order = history.Events.Select((e, at) => (e.Stream, at)).Where(e => e.Stream.StartsWith("alert/", StringComparison.Ordinal))
            .DistinctBy(e => e.Stream).ToDictionary(e => e.Stream, e => e.at);
        var change = history.Events.Select(e => e.Event).OfType<GroupRulesChanged>().LastOrDefault();
        var rules = change?.Rules ?? GroupRules.Default;
        var states = order.Keys.ToDictionary(s => s, history.StateOf);
        var places = states.ToDictionary(s => s.Key, s => Place(s.Value, s.Key));
        return states.ToDictionary(s => s.Key, s =>
        {
            var (group, rule) = places[s.Key];
            var members = group is null ? [] : places.Where(p => p.Value.Group == group).Select(p => p.Key).OrderBy(m => order[m]).ToList();
            var leader = members.FirstOrDefault(m => Admitted(states[m]));
            var state = s.Value.Decision is Excluded ? AlertListState.Excluded
                : s.Value.RedirectedTo is not null || (group is not null && leader != s.Key) ? AlertListState.Merged
                : AlertListState.Shown;
            return new Row(s.Key, state, group, leader, Math.Max(1, members.Count), rule, group is null ? null : change?.Revision ?? 0);
        });

        (string? Group, string? Rule) Place(AlertState state, string stream)
        {
            if (state.Kind == AlertKind.SentinelIncident)
            {
                return (stream, null);
            }

            foreach (var rule in rules)
            {
                var offers = GroupKeys.Offers(rule, state.Kind, state.Facts);
                var claimant = states.Where(s => GroupKeys.Claims(rule, s.Value.Kind, s.Value.Facts).Intersect(offers).Any())
                    .Select(s => s.Key).MinBy(s => order[s]);
                if (claimant is not null)
                {
                    return (claimant, rule.Id);
                }
            }

            return (null, null);
        }
    }

    private static bool Admitted(AlertState state) => state.Decision is not Excluded && state.RedirectedTo is null;
}
