using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>The rules of the write-back's settings: nothing is accepted that Sentinel would refuse at the first write.</summary>
internal static class TicketSyncValidation
{
    internal static IEnumerable<SettingsProblem> Validate(TicketSyncSettings settings)
    {
        if (settings.ConflictPolicy is { } policy && !ConflictPolicy.All.Contains(policy, StringComparer.Ordinal))
        {
            yield return new SettingsProblem(
                "ticketSync.conflictPolicy", $"'{policy}' is not known.", $"Use {string.Join(", ", ConflictPolicy.All)}.");
        }

        var seen = new HashSet<(string, string?)>();
        for (var i = 0; i < (settings.Mapping?.Count ?? 0); i++)
        {
            var rule = settings.Mapping![i];
            foreach (var problem in Rule($"ticketSync.mapping[{i}]", rule))
            {
                yield return problem;
            }

            if (!seen.Add((rule.Investigation, rule.Conclusion)))
            {
                yield return new SettingsProblem(
                    $"ticketSync.mapping[{i}].investigation", $"{rule.Investigation} {rule.Conclusion}".TrimEnd() + " is mapped twice.", "Map each state once.");
            }
        }
    }

    private static IEnumerable<SettingsProblem> Rule(string at, TicketMappingRule rule)
    {
        if (!Enum.TryParse<InvestigationStatus>(rule.Investigation, out var status) || status.ToString() != rule.Investigation)
        {
            yield return Unknown(at + ".investigation", rule.Investigation, Enum.GetNames<InvestigationStatus>());
        }
        else if (status == InvestigationStatus.Closed != rule.Conclusion is not null)
        {
            yield return new SettingsProblem(
                at + ".conclusion",
                rule.Conclusion is null ? "A closed investigation is mapped for each conclusion." : $"{rule.Investigation} has no conclusion.",
                rule.Conclusion is null ? $"Name one of {string.Join(", ", Enum.GetNames<Conclusion>())}." : "Leave it out.");
        }

        if (rule.Conclusion is { } conclusion && !Enum.GetNames<Conclusion>().Contains(conclusion, StringComparer.Ordinal))
        {
            yield return Unknown(at + ".conclusion", conclusion, Enum.GetNames<Conclusion>());
        }

        if (!TicketRules.Statuses.Contains(rule.Status, StringComparer.Ordinal))
        {
            yield return Unknown(at + ".status", rule.Status, TicketRules.Statuses);
        }
        else if (TicketRules.Refusal(new TicketFields(rule.Status, rule.Classification, rule.Reason)) is { } refusal)
        {
            yield return new SettingsProblem(at + "." + refusal.Field, refusal.Message, refusal.Remedy);
        }
    }

    private static SettingsProblem Unknown(string at, string value, IReadOnlyList<string> known) =>
        new(at, $"'{value}' is not known.", $"Use one of {string.Join(", ", known)}.");
}
