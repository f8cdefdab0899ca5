using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Why an alert is, or is not, on the list.</summary>
/// <param name="Id">The alert.</param>
/// <param name="OnList">Whether it is on the deduplicated list.</param>
/// <param name="Decision">The one state it is in; absent while the read model has not seen it.</param>
/// <param name="Because">In a sentence.</param>
/// <param name="Steps">How it came to that, in log order: windows, versions, decisions, rules, people.</param>
public sealed record WhyView(Guid Id, bool OnList, AlertListState? Decision, string Because, IReadOnlyList<WhyStep> Steps);

/// <summary>One step of the way.</summary>
/// <param name="What"><c>window</c>, <c>version</c>, <c>decision</c>, <c>redirect</c>, <c>group</c>, <c>investigation</c>, <c>ticket</c> or <c>erasure</c>.</param>
/// <param name="Says">In a sentence.</param>
/// <param name="Position">The event that says so; absent for the group, which follows from several.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">Who did it, when somebody did.</param>
/// <param name="Rule">The rule, when one decided.</param>
/// <param name="Revision">The revision that holds the rule.</param>
/// <param name="Window">The stretch of source time, when it was asked for.</param>
/// <param name="Set">Who set the rule as it stood then, and in which revision.</param>
public sealed record WhyStep(
    string What,
    string Says,
    long? Position = null,
    DateTimeOffset? At = null,
    string? By = null,
    string? Rule = null,
    int? Revision = null,
    SourceWindow? Window = null,
    RuleOrigin? Set = null);

/// <summary>Tells the story from the alert's own events, the windows that it was read in and its place in a group. Pure.</summary>
public static class Why
{
    /// <summary>The answer.</summary>
    public static WhyView Tell(Guid id, AlertRecord alert, AlertDetail? detail, IReadOnlyList<WhyStep> windows, RuleOrigins origins)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(origins);
        var steps = alert.Events.Select(Step).Concat(windows).OrderBy(static s => s.Position).ToList();
        if (detail is not null && GroupOf(detail) is { } group)
        {
            steps.Add(group);
        }

        steps = [.. steps.Select(step => step with { Set = step.What == "group" ? origins.OfGroups(step) : origins.OfFilters(step) })];

        return new WhyView(id, detail?.Row.State == AlertListState.Shown, detail?.Row.State, Because(detail), steps);
    }

    private static string Because(AlertDetail? detail) => detail?.Row switch
    {
        null => "It stands in the log; the read model has not come to it yet.",
        { State: AlertListState.Excluded } row => $"It is recorded but not shown: the rule {row.ExcludedRule} excludes it. {row.ExcludedReason}",
        { State: AlertListState.Merged, MergedBy: AlertRow.RedirectedRule } => "It is recorded but another item stands for it: the source folded it into that one.",
        { State: AlertListState.Merged } row =>
            $"It is recorded but {row.MergedInto} stands for it: the group has {row.GroupSize} members, and that one was the first admitted.",
        { GroupSize: > 1 } row => $"It is shown, and stands for a group of {row.GroupSize}: it was the first admitted member.",
        _ => "It is shown: no rule excludes it, and nothing else stands for it.",
    };

    private static WhyStep? GroupOf(AlertDetail detail) => detail.Group.Count < 2
        ? null
        : new WhyStep(
            "group",
            $"Group of {detail.Group.Count}: {string.Join(", ", detail.Group.Select(static m => $"{m.Kind} {m.SourceId} ({m.State})"))}.",
            Rule: detail.Row.MergedBy,
            Revision: detail.Row.MergedRevision);

    private static WhyStep Step(ReadEvent read)
    {
        var (stored, happened) = read;
        var step = new WhyStep(Sort(happened), EventStory.Of(happened), stored.Position, stored.Timestamp, stored.UserName);
        return happened switch
        {
            AlertIngested e => step with { Window = e.Window },
            AlertRevised e => step with { Window = e.Window },
            AlertExcluded e => step with { Rule = e.Rule, Revision = e.Revision },
            AlertAdmitted e => step with { Revision = e.Revision },
            _ => step,
        };
    }

    private static string Sort(LedgerEvent happened) => happened switch
    {
        AlertIngested or AlertRevised => "version",
        AlertExcluded or AlertAdmitted => "decision",
        AlertRedirected => "redirect",
        TicketSyncRequested or TicketStatusSynced or TicketSyncFailed => "ticket",
        PayloadErased => "erasure",
        _ => "investigation",
    };
}
