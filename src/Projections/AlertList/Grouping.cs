using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Groups;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// The groups of alerts, pure. A Sentinel incident names a group and claims keys; a Defender item offers keys and belongs to the incident that
/// claims one of them, the earliest in log order. Other items that agree in facts are peers: the first of them in log order names the group. Rules
/// stand in order and the first that finds a place wins, so that an alert has one group and nothing merges through a third.
/// </summary>
internal static class Grouping
{
    private const int LongestKey = 300;
    private const string FactPrefix = "fact:";
    private const string PeerPrefix = "peer:";

    // Keys are made for every kind of rule that exists, whichever rules are in force.
    private static readonly GroupRule[] Kinds =
        [new("", GroupRuleKind.AlertOfSentinelIncident), new("", GroupRuleKind.DefenderTwinOfSentinelIncident)];

    /// <summary>
    /// What an alert claims or offers, and the facts that no column of the list holds, in ordinal order. Kept whatever the rules in force are:
    /// rules choose among the keys.
    /// </summary>
    public static IReadOnlyList<string> KeysOf(string kind, AlertFacts facts)
    {
        var keys = new List<string>(2);
        foreach (var rule in Kinds)
        {
            foreach (var key in kind == AlertKind.SentinelIncident ? GroupKeys.Claims(rule, kind, facts) : GroupKeys.Offers(rule, kind, facts))
            {
                keys.Add(Prefix(rule.Kind) + Short(key));
            }
        }

        if (kind != AlertKind.SentinelIncident)
        {
            keys.AddRange(FactsOf(facts));
        }

        return keys.Count < 2 ? keys : [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The entry with the peer keys that the rules in force give it; the same instance when nothing changes.</summary>
    public static AlertEntry WithPeers(AlertEntry entry, IReadOnlyList<GroupRule> rules)
    {
        List<string> peers = entry.NamesGroup ? [] : [.. rules.Select(rule => PeerKey(entry, rule)).OfType<string>()];
        if (peers.Count == 0 && !HasPeers(entry))
        {
            return entry;
        }

        List<string> keys = [.. entry.GroupKeys.Where(static key => !key.StartsWith(PeerPrefix, StringComparison.Ordinal)).Concat(peers).Order(StringComparer.Ordinal)];
        return keys.SequenceEqual(entry.GroupKeys, StringComparer.Ordinal) ? entry : entry with { GroupKeys = keys };
    }

    /// <summary>Whether rules look at facts that only columns hold, so that every alert may be touched by a change of them.</summary>
    public static bool LooksAtColumns(IReadOnlyList<GroupRule> rules) =>
        rules.Any(static rule => rule.Facts?.Any(static fact => fact is not (GroupFact.InternetMessageId or GroupFact.FileHash)) == true);

    /// <summary>The group that an item other than a Sentinel incident belongs to, and by which rule; null when no rule finds one.</summary>
    public static Place? PlaceOf(AlertEntry entry, IReadOnlyList<GroupRule> rules, IReadOnlyDictionary<string, Claim> earliest)
    {
        foreach (var rule in rules)
        {
            if (rule.Kind == GroupRuleKind.SameFacts)
            {
                if (PeerKey(entry, rule.Id) is { } peer)
                {
                    return new Place(rule, null, peer);
                }

                continue;
            }

            Claim? claim = null;
            foreach (var key in earliest.Count == 0 ? [] : entry.GroupKeys)
            {
                if (IsOf(rule.Kind, key) && earliest.TryGetValue(key, out var found) && (claim is null || found.Position < claim.Position))
                {
                    claim = found;
                }
            }

            if (claim is not null)
            {
                return new Place(rule, claim.Incident, null);
            }
        }

        return null;
    }

    /// <summary>Whether a key is one that Sentinel incidents claim.</summary>
    public static bool MayBeClaimed(string key) =>
        !key.StartsWith(PeerPrefix, StringComparison.Ordinal) && !key.StartsWith(FactPrefix, StringComparison.Ordinal);

    /// <summary>Whether a key is one that peers share.</summary>
    public static bool IsPeers(string key) => key.StartsWith(PeerPrefix, StringComparison.Ordinal);

    /// <summary>The key by which a rule holds an alert to be like others; null when the alert lacks a fact or the rule is of another kind.</summary>
    public static string? PeerKey(AlertEntry entry, string rule) =>
        HasPeers(entry) ? entry.GroupKeys.FirstOrDefault(key => key.StartsWith($"{PeerPrefix}{rule}:", StringComparison.Ordinal)) : null;

    /// <summary>
    /// The groups of all alerts that have one key, each named by its first member in log order: whoever lies within the window of an earlier
    /// one's time belongs to the earliest such, else names a group.
    /// </summary>
    public static IEnumerable<(AlertEntry Member, Guid Group)> Peers(IEnumerable<AlertEntry> members, TimeSpan? window)
    {
        var anchors = new List<(Guid Group, DateTimeOffset Time)>();
        foreach (var member in members.OrderBy(static m => m.IngestedPosition))
        {
            var time = SourceTime.TryParse(member.CreatedAt, out var created) ? created : member.IngestedAt;
            var at = anchors.FindIndex(a => window is null || (time - a.Time).Duration() <= window);
            if (at < 0)
            {
                at = anchors.Count;
                anchors.Add((member.Id, time));
            }

            yield return (member, anchors[at].Group);
        }
    }

    /// <summary>The members of one group with their leader and size: the first admitted member in log order leads.</summary>
    public static IEnumerable<AlertEntry> Settle(Guid group, IReadOnlyCollection<AlertEntry> members, int revision)
    {
        var leader = members.Where(static m => m.IsAdmitted).MinBy(static m => m.IngestedPosition)?.Id;
        foreach (var member in members)
        {
            var placement = new Placement(group, member.Placement?.Rule, revision, members.Count, leader);
            yield return placement == member.Placement ? member : member with { Placement = placement };
        }
    }

    private static IEnumerable<string> FactsOf(AlertFacts facts)
    {
        if (facts.InternetMessageId is { Length: > 0 } message)
        {
            yield return FactPrefix + GroupFact.InternetMessageId + ":" + Short(message.ToLowerInvariant());
        }

        if (facts.Files is { Count: > 0 } files && files.Select(static f => f.Sha256 ?? f.Sha1).OfType<string>().Select(static h => h.ToLowerInvariant()).Order(StringComparer.Ordinal).FirstOrDefault() is { } hash)
        {
            yield return FactPrefix + GroupFact.FileHash + ":" + Short(hash);
        }
    }

    private static string? PeerKey(AlertEntry entry, GroupRule rule)
    {
        if (rule.Kind != GroupRuleKind.SameFacts)
        {
            return null;
        }

        var values = new List<string>();
        foreach (var fact in rule.Facts ?? [])
        {
            if (ValueOf(entry, fact) is not { Length: > 0 } value)
            {
                return null;
            }

            values.Add($"{fact}={value.ToLowerInvariant()}");
        }

        return values.Count == 0
            ? null
            : $"{PeerPrefix}{rule.Id}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', values))))}";
    }

    private static string? ValueOf(AlertEntry entry, string fact) => fact switch
    {
        GroupFact.Title => entry.Title,
        GroupFact.Severity => entry.Severity,
        GroupFact.Source => entry.DetectionSource,
        GroupFact.Connector => entry.Connector,
        GroupFact.Kind => entry.Kind,
        _ => entry.GroupKeys.Any(static key => key.StartsWith(FactPrefix, StringComparison.Ordinal))
            ? entry.GroupKeys.FirstOrDefault(key => key.StartsWith($"{FactPrefix}{fact}:", StringComparison.Ordinal))
            : null,
    };

    private static bool HasPeers(AlertEntry entry)
    {
        foreach (var key in entry.GroupKeys)
        {
            if (key.StartsWith(PeerPrefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Prefix(string kind) => kind + ":";

    private static bool IsOf(string kind, string key) => key.Length > kind.Length && key[kind.Length] == ':' && key.StartsWith(kind, StringComparison.Ordinal);

    // An id of any length fits an index entry.
    private static string Short(string value) =>
        value.Length <= LongestKey ? value : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}

/// <summary>The earliest Sentinel incident that claims a key.</summary>
internal sealed record Claim(Guid Incident, long Position);

/// <summary>What a rule found for an alert: an incident that claims it, or a key that it shares with its peers.</summary>
internal sealed record Place(GroupRule Rule, Guid? Incident, string? Peers);
