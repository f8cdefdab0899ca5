using System.Globalization;
using Dropzone.Ledger.Domain.Decisions;

namespace Dropzone.Ledger.Domain.Connectors;

/// <content>The rules of exclusion rules.</content>
public static partial class SettingsValidation
{
    // The name of a rule stands in index entries of read models, behind the name of its list.
    private const int LongestRuleName = 50;

    private static IEnumerable<SettingsProblem> Titles(IReadOnlyList<TitleExclusion> titles)
    {
        if (titles.Count > MostItems)
        {
            yield return new SettingsProblem("exclusions.titles", $"There are more than {MostItems} patterns.", "Join some of them with * and ?.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < titles.Count; i++)
        {
            var (at, title) = ($"exclusions.titles[{i}]", titles[i]);
            IEnumerable<SettingsProblem> found = [.. Length(at + ".pattern", title.Pattern, needed: true), .. Note(at, title), .. RuleName(at, title, names)];
            foreach (var problem in found)
            {
                yield return problem;
            }

            if (title.Match == TitleMatch.Expression && TitleRules.Refusal(title.Pattern) is { } refusal)
            {
                yield return new SettingsProblem(at + ".pattern", refusal.Message, refusal.Remedy);
            }
        }
    }

    // Events name the rule that decided by its name: two of one name, or one named like another's place, would be taken for each other.
    private static IEnumerable<SettingsProblem> RuleName(string at, RuleNote rule, HashSet<string> names)
    {
        if (rule.Name is not { } name)
        {
            yield break;
        }

        if (name.Length is 0 or > LongestRuleName || string.IsNullOrWhiteSpace(name))
        {
            yield return new SettingsProblem(at + ".name", $"It is empty or has more than {LongestRuleName} characters.", "Give a short name, or leave it out.");
        }
        else if (name.All(char.IsAsciiDigit))
        {
            yield return new SettingsProblem(at + ".name", "It is a number, which stands for the place of a rule without a name.", "Give a name of letters.");
        }
        else if (!names.Add(name))
        {
            yield return new SettingsProblem(at + ".name", $"There are two rules named '{name}'.", "Name each rule differently.");
        }
    }

    private static IEnumerable<SettingsProblem> Note(string at, RuleNote note)
    {
        foreach (var problem in Length(at + ".name", note.Name, needed: false)
            .Concat(Length(at + ".reason", note.Reason, needed: false))
            .Concat(Length(at + ".owner", note.Owner, needed: false)))
        {
            yield return problem;
        }

        if (note.ReviewBy is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            yield return new SettingsProblem(at + ".reviewBy", "It is no day.", "Give a day such as 2026-12-31.");
        }
    }
}
