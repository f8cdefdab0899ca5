using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Decisions;

/// <summary>
/// The title rules of one revision, made ready once: a preview asks them of a million titles. Expressions run without backtracking, so that no
/// pattern and no title of a source can take long.
/// </summary>
internal sealed class TitleRules
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // As long as somebody holds the settings, and no longer.
    private static readonly ConditionalWeakTable<Exclusions, TitleRules> Ready = [];

    private readonly IReadOnlyList<(TitleExclusion Rule, Rune[]? Wildcard, Regex? Expression)> rules;

    private TitleRules(Exclusions exclusions) => rules =
    [
        .. exclusions.Titles.Select(rule => (
            rule,
            rule.Match == TitleMatch.Wildcard ? Wildcard.Fold(rule.Pattern) : null,
            rule.Match == TitleMatch.Expression ? new Regex(rule.Pattern, Options) : null)),
    ];

    public static TitleRules Of(Exclusions exclusions) => Ready.GetValue(exclusions, static e => new TitleRules(e));

    /// <summary>What is wrong with an expression and what to write instead; null when nothing is.</summary>
    public static (string Message, string Remedy)? Refusal(string expression)
    {
        if (expression.Length > TitleExclusion.LongestPattern)
        {
            return ($"It has more than {TitleExclusion.LongestPattern} characters.", "Shorten it, or make two rules of it.");
        }

        try
        {
            _ = new Regex(expression, Options);
            return null;
        }
        catch (RegexParseException wrong)
        {
            return ($"It does not parse at character {wrong.Offset.ToString(CultureInfo.InvariantCulture)} ({wrong.Error}).", "Correct the expression, or use match wildcard.");
        }
        catch (NotSupportedException)
        {
            return (
                "It uses a look-around, a back-reference, an atomic group or a conditional, or it is too large.",
                "Write it without them: expressions are matched in linear time. Several rules can often say the same.");
        }
    }

    /// <summary>The exclusion by the first rule that matches; null when none does.</summary>
    public Excluded? Decide(string title)
    {
        var folded = (Rune[]?)null;
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, wildcard, expression) = rules[i];
            var matches = wildcard is not null ? Wildcard.Matches(wildcard, folded ??= Wildcard.Fold(title))
                : expression?.IsMatch(title) ?? title.Equals(rule.Pattern, StringComparison.OrdinalIgnoreCase);
            if (matches)
            {
                return new Excluded($"titles/{rule.Name ?? (i + 1).ToString(CultureInfo.InvariantCulture)}", "title", title, Reason(rule));
            }
        }

        return null;
    }

    private static string Reason(TitleExclusion rule)
    {
        var kind = rule.Match switch
        {
            TitleMatch.Exact => "title",
            TitleMatch.Expression => "expression",
            _ => "pattern",
        };
        var owner = rule.Owner is null ? "" : $" of {rule.Owner}";
        var why = $"The title matches the excluded {kind} \"{rule.Pattern}\"{owner}";
        return string.IsNullOrWhiteSpace(rule.Reason) ? why + "." : $"{why}: {rule.Reason}";
    }
}
