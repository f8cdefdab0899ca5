using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>The list said plainly: all streams folded whole by the domain, then each alert asked where it belongs. Shares nothing with the projection.</summary>
public static class NaiveList
{
    public sealed record Row(string Stream, AlertListState State, string? GroupStream, string? LeaderStream, int Size, string? Rule, int? Revision);

    public static IReadOnlyDictionary<string, Row> Of(History history, IReadOnlyDictionary<string, DateTimeOffset> ingested)
    {
        var order = history.Events.Select((e, at) => (e.Stream, at)).Where(e => e.Stream.StartsWith("alert/", StringComparison.Ordinal))
            .DistinctBy(e => e.Stream).ToDictionary(e => e.Stream, e => e.at);
        var change = history.Events.Select(e => e.Event).OfType<GroupRulesChanged>().LastOrDefault();
        var rules = change?.Rules ?? GroupRules.Default;
        var states = order.Keys.ToDictionary(s => s, history.StateOf);
        var found = states.ToDictionary(s => s.Key, s => Place(s.Value, s.Key));
        var places = found.ToDictionary(f => f.Key, f => f.Value.Peers is null ? f.Value : f.Value with { Group = Anchor(f.Key, f.Value) });
        return states.ToDictionary(s => s.Key, s =>
        {
            var (group, rule, _) = places[s.Key];
            var members = group is null ? [] : places.Where(p => p.Value.Group == group).Select(p => p.Key).OrderBy(m => order[m]).ToList();
            var leader = members.FirstOrDefault(m => Admitted(states[m]));
            var state = s.Value.Decision is Excluded ? AlertListState.Excluded
                : s.Value.RedirectedTo is not null || (group is not null && leader != s.Key) ? AlertListState.Merged
                : AlertListState.Shown;
            return new Row(s.Key, state, group, leader, Math.Max(1, members.Count), rule, group is null ? null : change?.Revision ?? 0);
        });

        // Whoever lies within the window of an earlier anchor follows the earliest such; else it is an anchor itself.
        string Anchor(string stream, (string? Group, string? Rule, string? Peers) place)
        {
            var window = rules.Single(r => r.Id == place.Rule).Window;
            var anchors = new List<string>();
            foreach (var member in found.Where(f => f.Value == place).Select(f => f.Key).OrderBy(m => order[m]))
            {
                var anchor = anchors.Find(a => window is null || (TimeOf(member) - TimeOf(a)).Duration() <= window);
                if (anchor is null)
                {
                    anchors.Add(member);
                }

                if (member == stream)
                {
                    return anchor ?? member;
                }
            }

            throw new InvalidOperationException("A member is among its peers.");
        }

        DateTimeOffset TimeOf(string stream) => states[stream].Facts.CreatedAt is { } created
            ? DateTimeOffset.Parse(created, System.Globalization.CultureInfo.InvariantCulture)
            : ingested[stream];

        (string? Group, string? Rule, string? Peers) Place(AlertState state, string stream)
        {
            if (state.Kind == AlertKind.SentinelIncident)
            {
                return (stream, null, null);
            }

            foreach (var rule in rules)
            {
                if (rule.Kind == GroupRuleKind.SameFacts)
                {
                    var values = rule.Facts!.Select(f => ValueOf(state, f)?.ToLowerInvariant()).ToList();
                    if (values.TrueForAll(v => v is { Length: > 0 }))
                    {
                        return (null, rule.Id, string.Join('|', values));
                    }

                    continue;
                }

                var offers = GroupKeys.Offers(rule, state.Kind, state.Facts);
                var claimant = states.Where(s => GroupKeys.Claims(rule, s.Value.Kind, s.Value.Facts).Intersect(offers).Any())
                    .Select(s => s.Key).MinBy(s => order[s]);
                if (claimant is not null)
                {
                    return (claimant, rule.Id, null);
                }
            }

            return (null, null, null);
        }
    }

    private static string? ValueOf(AlertState state, string fact) => fact switch
    {
        GroupFact.Title => state.Facts.Title,
        GroupFact.Severity => state.Facts.Severity,
        GroupFact.Source => state.Facts.DetectionSource,
        GroupFact.Kind => state.Kind,
        GroupFact.Connector => state.Connector,
        GroupFact.InternetMessageId => state.Facts.InternetMessageId,
        _ => throw new InvalidOperationException(fact),
    };

    private static bool Admitted(AlertState state) => state.Decision is not Excluded && state.RedirectedTo is null;
}
