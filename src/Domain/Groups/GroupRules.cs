using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Groups;

/// <summary>The group rules in force when nobody has changed them, and what rules must be.</summary>
public static class GroupRules
{
    private const int MostRules = 50;
    private const int LongestId = 64;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(3650);

    /// <summary>
    /// A Defender alert, and a Defender incident, belong to the Sentinel incident that names them; one mail that several reported is one.
    /// </summary>
    public static IReadOnlyList<GroupRule> Default { get; } =
    [
        new("alert-of-sentinel-incident", GroupRuleKind.AlertOfSentinelIncident),
        new("defender-twin-of-sentinel-incident", GroupRuleKind.DefenderTwinOfSentinelIncident),
        new("same-mail", GroupRuleKind.SameFacts) { Facts = [GroupFact.InternetMessageId] },
    ];

    /// <summary>Everything that is wrong, in order; empty when nothing is.</summary>
    public static IReadOnlyList<SettingsProblem> Validate(IReadOnlyList<GroupRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var problems = new List<SettingsProblem>();
        if (rules.Count > MostRules)
        {
            problems.Add(new SettingsProblem("rules", $"There are more than {MostRules} rules.", "Join some of them."));
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < rules.Count; i++)
        {
            // A list that came as JSON may hold null.
            problems.AddRange(rules[i] is { } rule
                ? Validate($"rules[{i}]", rule, ids)
                : [new SettingsProblem($"rules[{i}]", "It is null.", "Leave it out, or give id and kind.")]);
        }

        return problems;
    }

    private static IEnumerable<SettingsProblem> Validate(string at, GroupRule rule, HashSet<string> ids)
    {
        if (rule.Id.Length is 0 or > LongestId || !rule.Id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return new SettingsProblem(at + ".id", "The id is no slug.", $"Use lower-case letters, digits and hyphens, at most {LongestId}.");
        }
        else if (!ids.Add(rule.Id))
        {
            yield return new SettingsProblem(at + ".id", $"There are two rules '{rule.Id}'.", "Give each rule an id of its own.");
        }

        if (rule.Kind != GroupRuleKind.SameFacts)
        {
            if (rule.Kind is not (GroupRuleKind.AlertOfSentinelIncident or GroupRuleKind.DefenderTwinOfSentinelIncident))
            {
                yield return new SettingsProblem(
                    at + ".kind",
                    $"'{rule.Kind}' is not known.",
                    $"Use {GroupRuleKind.AlertOfSentinelIncident}, {GroupRuleKind.DefenderTwinOfSentinelIncident} or {GroupRuleKind.SameFacts}.");
            }

            if (rule.Facts is not null || rule.Window is not null)
            {
                yield return new SettingsProblem(at, "Only same-facts takes facts and a window.", "Leave both out.");
            }

            yield break;
        }

        if (rule.Facts is not { Count: > 0 })
        {
            yield return new SettingsProblem(at + ".facts", "It names no fact.", $"Name some of {string.Join(", ", GroupFact.All)}.");
        }
        else if (rule.Facts.Where(static f => !GroupFact.All.Contains(f, StringComparer.Ordinal)).ToList() is [var unknown, ..])
        {
            yield return new SettingsProblem(at + ".facts", $"'{unknown ?? "null"}' is no fact that a rule compares.", $"Use some of {string.Join(", ", GroupFact.All)}.");
        }

        if (rule.Window is { } window && (window <= TimeSpan.Zero || window > LongestWindow))
        {
            yield return new SettingsProblem(at + ".window", "It is not above zero, or longer than ten years.", "Give a duration such as PT1H or P7D, or leave it out.");
        }
    }
}
