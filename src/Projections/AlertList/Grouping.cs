using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Groups;

namespace Dropzone.Ledger.Projections;

/// <summary>
/// The groups of alerts, pure. A Sentinel incident names a group and claims keys; a Defender item offers keys and belongs to the incident that
/// claims one of them, the earliest in log order. Rules stand in order and the first that finds a claim wins, so that an alert has one group and
/// nothing merges through a third.
/// </summary>
internal static class Grouping
{
    private const int LongestKey = 300;

    // Keys are made for every kind of rule that exists, whichever rules are in force.
    private static readonly GroupRule[] Kinds =
        [new("", GroupRuleKind.AlertOfSentinelIncident), new("", GroupRuleKind.DefenderTwinOfSentinelIncident)];

    /// <summary>What an alert claims or offers, in ordinal order. Kept whatever the rules in force are: rules choose among the keys.</summary>
    public static IReadOnlyList<string> KeysOf(string kind, AlertFacts facts) =>
    [
        .. Kinds.SelectMany(
                rule => kind == AlertKind.SentinelIncident ? GroupKeys.Claims(rule, kind, facts) : GroupKeys.Offers(rule, kind, facts),
                static (rule, key) => Prefix(rule.Kind) + Short(key))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>The group that an item other than a Sentinel incident belongs to, and by which rule; null when no rule finds one.</summary>
    public static (Guid Group, string Rule)? Place(AlertEntry entry, IReadOnlyList<GroupRule> rules, IReadOnlyDictionary<string, Claim> earliest)
    {
        foreach (var rule in rules)
        {
            var prefix = Prefix(rule.Kind);
            var claim = entry.GroupKeys
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(earliest.GetValueOrDefault)
                .OfType<Claim>()
                .MinBy(static c => c.Position);
            if (claim is not null)
            {
                return (claim.Incident, rule.Id);
            }
        }

        return null;
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

    private static string Prefix(string kind) => kind + ":";

    // An id of any length fits an index entry.
    private static string Short(string value) =>
        value.Length <= LongestKey ? value : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}

/// <summary>The earliest Sentinel incident that claims a key.</summary>
internal sealed record Claim(Guid Incident, long Position);
