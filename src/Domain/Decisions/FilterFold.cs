using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Domain.Decisions;

/// <summary>What other settings would make of a decision.</summary>
public enum FilterEffect
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>The alert was excluded and would not be.</summary>
    Appears,

    /// <summary>The alert was admitted and would be excluded.</summary>
    Vanishes,

    /// <summary>It is excluded and stays so, by another rule or on another value.</summary>
    Restated,
}

/// <summary>
/// Folds the little of an alert that a comparison of decisions needs: what it was last decided to be, and what given settings make of its
/// current version. Decides by <see cref="Filters"/>, orders versions as <see cref="AlertState"/> does, and keeps no facts: a million of them are
/// held at once.
/// </summary>
/// <param name="id">The alert.</param>
/// <param name="kind">What sort of item it is.</param>
/// <param name="position">Where it was seen first.</param>
/// <param name="day">The UTC day of that.</param>
public sealed class FilterFold(Guid id, string kind, long position, DateOnly day)
{
    private SourceVersion version = new("", "");
    private int waiting;
    private bool open;

    /// <summary>The alert.</summary>
    public Guid Id { get; } = id;

    /// <summary>Where it was seen first.</summary>
    public long Position { get; } = position;

    /// <summary>The UTC day of that.</summary>
    public DateOnly Day { get; } = day;

    /// <summary>The severity of the current version.</summary>
    public string Severity { get; private set; } = "";

    /// <summary>The exclusion that stands; null when it is admitted.</summary>
    public Excluded? Before { get; private set; }

    /// <summary>The exclusion by the settings asked about; null when they admit it.</summary>
    public Excluded? After { get; private set; }

    /// <summary>Whether people closed it as malicious.</summary>
    public bool EndedMalicious { get; private set; }

    /// <summary>Whether an open ticket hangs on it: it is a Sentinel incident that is not closed, or a write-back waits.</summary>
    public bool HasOpenTicket => open || waiting > 0;

    /// <summary>What the settings would change.</summary>
    public FilterEffect Effect => (Before, After) switch
    {
        (null, null) => FilterEffect.None,
        (not null, null) => FilterEffect.Appears,
        (null, not null) => FilterEffect.Vanishes,
        _ => Before.SameAs(After) ? FilterEffect.None : FilterEffect.Restated,
    };

    /// <summary>A version was recorded: decides anew when it becomes the current one.</summary>
    /// <param name="seen">The version.</param>
    /// <param name="facts">Its facts; only those that filters look at need be there.</param>
    /// <param name="cause">Why it was recorded; null for the first sight.</param>
    /// <param name="settings">The settings asked about.</param>
    public void Version(SourceVersion seen, AlertFacts facts, RevisionCause? cause, ConnectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (cause is { } why && !AlertFold.BecomesCurrent(version, seen, why))
        {
            return;
        }

        version = seen;
        Severity = facts.Severity;
        open = kind == AlertKind.SentinelIncident && !facts.Status.Equals("Closed", StringComparison.OrdinalIgnoreCase);
        After = Filters.Decide(facts, kind, settings) as Excluded;
    }

    /// <summary>It was decided.</summary>
    public void Decided(Excluded? exclusion) => Before = exclusion;

    /// <summary>The investigation moved.</summary>
    public void Investigated(InvestigationStatus status, Conclusion? conclusion) =>
        EndedMalicious = status == InvestigationStatus.Closed && conclusion == Conclusion.Malicious;

    /// <summary>A write-back was wished for, or came to an outcome.</summary>
    public void Ticket(bool wished) => waiting += wished ? 1 : -1;
}
