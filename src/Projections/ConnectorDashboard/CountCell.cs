
namespace Dropzone.Ledger.Projections;

/// <summary>One combination of what alerts are counted by; an absent value is the empty text.</summary>
internal readonly record struct CountCell(
    string Connector, string State, string Severity, string Status, string DetectionSource, string InvestigationStatus, string ExcludedRule)
{
    public static CountCell Of(AlertEntry entry) => new(
        entry.Connector, AlertEntries.Word(entry.State), entry.Severity, entry.Status, entry.DetectionSource ?? "", entry.Investigation.ToString(), entry.ExcludedRule ?? "");
}
