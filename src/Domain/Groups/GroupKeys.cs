using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Groups;

/// <summary>
/// The pure pieces of the group rules. A Sentinel incident <em>claims</em> keys, a Defender item <em>offers</em> keys; under one rule an item that
/// offers a key belongs to the incident that claims it. Keys are lower case and compared ordinally.
/// </summary>
public static class GroupKeys
{
    /// <summary>The keys by which a Sentinel incident claims others under a rule; none of other kinds.</summary>
    public static IReadOnlyList<string> Claims(GroupRule rule, string kind, AlertFacts facts)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(facts);
        return (rule.Kind, kind) switch
        {
            (GroupRuleKind.AlertOfSentinelIncident, AlertKind.SentinelIncident) => Keys(facts.Alerts.SelectMany(a => a.VendorAlertIds)),
            (GroupRuleKind.DefenderTwinOfSentinelIncident, AlertKind.SentinelIncident) when IsOfDefender(facts) => Keys([facts.ProviderIncidentId]),
            _ => [],
        };
    }

    /// <summary>The keys that a Defender alert or incident offers under a rule, the most specific first; none of other kinds.</summary>
    public static IReadOnlyList<string> Offers(GroupRule rule, string kind, AlertFacts facts)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(facts);
        return (rule.Kind, kind) switch
        {
            (GroupRuleKind.AlertOfSentinelIncident, AlertKind.DefenderAlert) => Keys(facts.VendorAlertIds),
            (GroupRuleKind.DefenderTwinOfSentinelIncident, AlertKind.DefenderIncident) => Keys([facts.ProviderIncidentId]),
            _ => [],
        };
    }

    // The provider's id of an incident that Sentinel made itself is Sentinel's own number and would meet an unrelated Defender incident.
    private static bool IsOfDefender(AlertFacts facts) =>
        facts.ServiceSource is { } provider && !provider.EndsWith("Sentinel", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> Keys(IEnumerable<string?> ids) =>
        [.. ids.OfType<string>().Where(id => id.Length > 0).Select(id => id.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
}
