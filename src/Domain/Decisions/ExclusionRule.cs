using System.Globalization;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Decisions;

/// <summary>One rule of a connector's settings that can exclude, by the name that decisions call it.</summary>
/// <param name="Rule">Its name in events, such as <c>severities</c> or <c>titles/drills</c>.</param>
/// <param name="Says">What it excludes, in words.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Reason">Why it is there.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="ReviewBy">The day by which someone looks at it again.</param>
public sealed record ExclusionRule(
    string Rule, string Says, string? Name = null, string? Reason = null, string? Owner = null, string? ReviewBy = null)
{
    /// <summary>Every rule of the settings, in the order in which they are asked; a list that lets everything pass is none.</summary>
    public static IReadOnlyList<ExclusionRule> Of(ConnectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. Unless("severities", "severities other than", settings.EnabledSeverities),
            .. settings is SentinelSettings sentinel ? Unless("statuses", "statuses other than", sentinel.EnabledStatuses) : [],
            .. settings is Microsoft365Settings microsoft ? Microsoft365(microsoft) : [],
            .. settings.Exclusions.Titles.Select(static (title, i) => Noted(
                $"titles/{title.Name ?? Number(i)}", $"titles that match the {Word(title.Match)} \"{title.Pattern}\"", title)),
        ];
    }

    private static IEnumerable<ExclusionRule> Microsoft365(Microsoft365Settings settings) =>
    [
        .. Unless("detectionSources", "detection sources other than", settings.DetectionSources),
        .. Unless("emailCategories", "mails of the categories", settings.ExcludedEmailCategories),
        .. Unless("dlpEnforcementModes", "enforcement modes other than", settings.DlpEnforcementModes),
        .. settings.Exclusions.PreludeSecurity is { Enabled: true } prelude
            ? [Noted("preludeSecurity", $"alerts of which {string.Join(", ", prelude.Fields)} holds \"{prelude.Contains}\"", prelude)]
            : (IEnumerable<ExclusionRule>)[],
        .. (settings.Exclusions.Files ?? []).Select(static (file, i) => Noted(
            $"files/{Number(i)}", $"files {string.Join(", ", new[] { file.FileName, file.Path, file.Sha1, file.Sha256 }.OfType<string>())}", file)),
    ];

    private static IEnumerable<ExclusionRule> Unless(string rule, string says, IReadOnlyList<string> words) =>
        words.Count == 0 ? [] : [new ExclusionRule(rule, $"{says} {string.Join(", ", words)}")];

    private static ExclusionRule Noted(string rule, string says, RuleNote note) => new(rule, says, note.Name, note.Reason, note.Owner, note.ReviewBy);

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static string Word(TitleMatch match) => match switch
    {
        TitleMatch.Exact => "text",
        TitleMatch.Expression => "expression",
        _ => "pattern",
    };
}
