using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Domain.Decisions;

/// <summary>The one implementation of the filters: at ingest, in the preview and in re-evaluation.</summary>
public static class Filters
{
    /// <summary>
    /// The first rule that excludes the alert, in the order severities (mails have none), statuses (Sentinel incidents), detection sources
    /// (Defender alerts), categories of submitted mails, enforcement modes, Prelude Security, files, titles; else included. An empty list lets everything
    /// pass; words are compared ignoring case, unknown words like known ones.
    /// </summary>
    public static Decision Decide(AlertFacts facts, string kind, ConnectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        return (HasSeverity(kind) ? NotAmong("severities", "severity", facts.Severity, settings.EnabledSeverities, "Severity", "enabled severities") : null)
            ?? (settings is SentinelSettings sentinel && kind == AlertKind.SentinelIncident
                ? NotAmong("statuses", "status", facts.Status, sentinel.EnabledStatuses, "Status", "enabled statuses")
                : null)
            ?? (settings is Microsoft365Settings microsoft && kind == AlertKind.DefenderAlert
                ? NotAmong("detectionSources", "detectionSource", facts.DetectionSource ?? "unknown", microsoft.DetectionSources, "Detection source", "chosen detection sources")
                : null)
            ?? (settings is Microsoft365Settings options ? Microsoft365Filters.Decide(facts, options) : null)
            ?? TitleRules.Of(settings.Exclusions).Decide(facts.Title)
            ?? (Decision)Included.Instance;
    }

    /// <summary>
    /// Whether the settings look at no fact but title, severity, status and detection source, so that whoever decides over a whole history need
    /// read no other.
    /// </summary>
    public static bool LooksAtFewFacts(ConnectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Exclusions is { PreludeSecurity: not { Enabled: true }, Files: null or { Count: 0 } }
            && settings is not Microsoft365Settings { ExcludedEmailCategories.Count: > 0 } and not Microsoft365Settings { DlpEnforcementModes.Count: > 0 };
    }

    // Microsoft gives mails no severity: a list of severities says nothing about them.
    private static bool HasSeverity(string kind) => kind is not (AlertKind.EmailThreatSubmission or AlertKind.ReportedEmail);

    private static Excluded? NotAmong(string rule, string field, string value, IReadOnlyList<string> allowed, string called, string list) =>
        allowed.Count == 0 || allowed.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? null
            : new Excluded(rule, field, value, $"{called} {value} is not among the {list} ({string.Join(", ", allowed)}).");
}
