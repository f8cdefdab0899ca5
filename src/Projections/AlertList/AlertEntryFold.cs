using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Text;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections;

/// <summary>What each event does to an alert's entry; its place in a group is decided afterwards, by <see cref="Grouping"/>.</summary>
internal static class AlertEntryFold
{
    /// <summary>Words that are counted and indexed are cut to this length, so that no record of a source can break an index.</summary>
    private const int LongestWord = 64;

    private const int LongestTitle = 1000;

    /// <summary>The entry after one more event; an event before the first sight changes nothing.</summary>
    public static AlertEntry? Apply(AlertEntry? entry, StoredEvent stored, AlertEvent e) => (entry, e) switch
    {
        (null, AlertIngested first) => Begin(stored, first),
        (null, _) => null,
        (_, AlertRevised revised) when BecomesCurrent(entry.Version, revised) =>
            WithFacts(entry, revised.Facts) with { Version = revised.Version, RevisedAt = stored.Timestamp },
        (_, AlertRedirected redirected) when Counts(entry, redirected.Version) =>
            entry with { RedirectedTo = redirected.IntoSourceId, RedirectedBy = redirected.Version.ModifiedAt },
        (_, AlertExcluded excluded) => entry with { ExcludedRule = Cut(excluded.Rule, LongestWord), ExcludedReason = excluded.Reason },
        (_, AlertAdmitted) => entry with { ExcludedRule = null, ExcludedReason = null },
        (_, InvestigationStatusChanged changed) => entry with { Investigation = changed.To, Conclusion = changed.Conclusion },
        (_, InvestigationAssigned assigned) => entry with { Assignee = assigned.Assignee },
        (_, PayloadErased) => entry with { Erased = true },
        _ => entry,
    };

    private static AlertEntry Begin(StoredEvent stored, AlertIngested first) => WithFacts(
        new AlertEntry
        {
            Id = stored.Id,
            Stream = stored.Stream,
            Connector = first.Connector,
            Kind = first.Kind,
            SourceId = first.SourceId,
            IngestedPosition = stored.Position,
            IngestedAt = stored.Timestamp,
            Version = first.Version,
            Title = "",
            Severity = "",
            Status = "",
            Products = [],
            GroupKeys = [],
        },
        first.Facts);

    private static AlertEntry WithFacts(AlertEntry entry, AlertFacts facts) => entry with
    {
        Title = Cut(facts.Title, LongestTitle),
        Severity = Cut(facts.Severity, LongestWord),
        Status = Cut(facts.Status, LongestWord),
        DetectionSource = facts.DetectionSource is null ? null : Cut(facts.DetectionSource, LongestWord),
        Products = facts.Products,
        CreatedAt = facts.CreatedAt,
        ModifiedAt = facts.ModifiedAt,
        ModifiedOrder = SourceTime.TryParse(facts.ModifiedAt, out var modified) ? modified.UtcTicks : 0,
        Url = facts.Url,
        Workspace = facts.Workspace,
        GroupKeys = Grouping.KeysOf(entry.Kind, facts),
    };

    /// <summary>The rule of the domain's own fold: never an older version, and a corrected reading only of the current one.</summary>
    public static bool BecomesCurrent(SourceVersion current, AlertRevised revised) => revised.Cause == RevisionCause.Mapping
        ? revised.Version.Key == current.Key
        : SourceOrder.Compare(revised.Version, current) >= 0;

    private static bool Counts(AlertEntry entry, SourceVersion version) =>
        entry.RedirectedBy is null || SourceOrder.Compare(version, new SourceVersion("", entry.RedirectedBy)) >= 0;

    /// <summary>The text, cut between characters.</summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
