using System.Globalization;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Text;

namespace Dropzone.Ledger.Domain.Decisions;

/// <summary>The clauses of <see cref="Filters"/> that only Microsoft 365 connectors have. What a fact does not say excludes nothing.</summary>
internal static class Microsoft365Filters
{
    internal static Excluded? Decide(AlertFacts facts, Microsoft365Settings settings) =>
        EmailCategory(facts, settings.ExcludedEmailCategories)
        ?? EnforcementMode(facts, settings.DlpEnforcementModes)
        ?? Prelude(facts, settings.Exclusions.PreludeSecurity)
        ?? Files(facts, settings.Exclusions.Files ?? []);

    private static Excluded? EmailCategory(AlertFacts facts, IReadOnlyList<string> excluded) =>
        facts.EmailCategory is { } category && excluded.Contains(category, StringComparer.OrdinalIgnoreCase)
            ? new Excluded("emailCategories", "emailCategory", category, $"The mail's category {category} is among the excluded email categories.")
            : null;

    private static Excluded? EnforcementMode(AlertFacts facts, IReadOnlyList<string> shown) =>
        facts.EnforcementModes is { Count: > 0 } modes && shown.Count > 0 && !modes.Any(mode => shown.Contains(mode, StringComparer.OrdinalIgnoreCase))
            ? new Excluded(
                "dlpEnforcementModes",
                "enforcementModes",
                string.Join(", ", modes),
                $"The enforcement mode {string.Join(", ", modes)} is not among the chosen ones ({string.Join(", ", shown)}).")
            : null;

    private static Excluded? Prelude(AlertFacts facts, PreludeExclusion? rule)
    {
        if (rule is not { Enabled: true })
        {
            return null;
        }

        foreach (var field in rule.Fields)
        {
            var (name, values) = ValuesOf(facts, field);
            if (values.FirstOrDefault(value => value?.Contains(rule.Contains, StringComparison.OrdinalIgnoreCase) == true) is { } found)
            {
                return new Excluded("preludeSecurity", name, found, Because($"The {name} holds \"{rule.Contains}\"", rule));
            }
        }

        return null;
    }

    private static (string Name, IEnumerable<string?> Values) ValuesOf(AlertFacts facts, string field) => field switch
    {
        "vendor" => ("vendors", facts.Vendors),
        "product" => ("products", facts.Products),
        "title" => ("title", [facts.Title]),
        "fileSigner" => ("files", (facts.Files ?? []).Select(file => file.Signer)),
        _ => (field, []),
    };

    private static Excluded? Files(AlertFacts facts, IReadOnlyList<FileExclusion> rules)
    {
        if (facts.Files is not { } files)
        {
            return null;
        }

        for (var i = 0; i < rules.Count; i++)
        {
            if (files.FirstOrDefault(file => Matches(rules[i], file)) is { } found)
            {
                return new Excluded(
                    $"files/{(i + 1).ToString(CultureInfo.InvariantCulture)}",
                    "files",
                    found.Name ?? found.Sha256 ?? found.Sha1 ?? found.Path ?? "",
                    Because("A file matches the excluded one", rules[i]));
            }
        }

        return null;
    }

    private static bool Matches(FileExclusion rule, FileFacts file) =>
        rule is not { FileName: null, Path: null, Sha1: null, Sha256: null }
        && Matches(rule.FileName, file.Name) && Matches(rule.Sha1, file.Sha1) && Matches(rule.Sha256, file.Sha256)
        && (Matches(rule.Path, file.Path) || Matches(rule.Path, Whole(file)));

    private static bool Matches(string? pattern, string? text) => pattern is null || (text is not null && Wildcard.Matches(pattern, text));

    // Defender gives the folder in filePath, and some products the whole path.
    private static string? Whole(FileFacts file) => file is { Path: { } path, Name: { } name }
        ? path.TrimEnd('\\', '/') + (path.Contains('/', StringComparison.Ordinal) ? "/" : "\\") + name
        : null;

    private static string Because(string what, RuleNote rule) =>
        what + (rule.Name is null ? "" : $" of the rule \"{rule.Name}\"") + (string.IsNullOrWhiteSpace(rule.Reason) ? "." : $": {rule.Reason}");
}
