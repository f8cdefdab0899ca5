using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;

namespace Dropzone.Ledger.TicketSync;

/// <summary>Decides about an intent from the ticket as it was just read. Pure and total: every reading and every case has an answer.</summary>
public static class TicketDecider
{
    /// <summary>Answers of 409, writes that did not last, or intents replaced by another, before a person is asked.</summary>
    public const int MostConflicts = 5;

    /// <summary>Answers that cannot be read before a person is asked.</summary>
    public const int MostUnreadable = 5;

    /// <summary>Decides.</summary>
    public static TicketDecision Decide(IncidentReading reading, TicketCase intent)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(intent);
        if (intent.Overtaken)
        {
            return new TicketDecision.Superseded();
        }

        return reading switch
        {
            IncidentReading.Found found => DecideOn(found, intent),
            IncidentReading.Failed failed => DecideWithout(failed.Problem, intent),
            _ => throw new InvalidOperationException("A ticket is read or not."),
        };
    }

    private static TicketDecision DecideWithout(TicketProblem problem, TicketCase intent) =>
        intent.Barred is { } barred && !intent.WriteInDoubt ? new TicketDecision.Fail(barred, null)
        : problem.IsConflict ? Again(intent, null)
        : !problem.Passes || (problem.IsUnreadable && intent.Unreadable >= MostUnreadable) ? new TicketDecision.Fail(problem, null)
        : new TicketDecision.Wait(problem.RetryAfter);

    private static TicketDecision DecideOn(IncidentReading.Found found, TicketCase intent)
    {
        if (TicketRules.Fulfils(found.Fields, intent.Wanted))
        {
            return new TicketDecision.Nothing(intent.WriteInDoubt);
        }

        if (intent.Barred is { } barred)
        {
            return new TicketDecision.Fail(barred, null);
        }

        if (found.SaysFolded || intent.FoldedIntoAnother)
        {
            return new TicketDecision.Fail(intent.FoldedIntoAnother ? WorkedOn : Folded, null);
        }

        var surprise = intent.Expected.Count > 0
            && !TicketRules.Same(found.Fields, intent.Wanted)
            && !intent.Expected.Any(known => TicketRules.Same(known, found.Fields));
        var conflict = surprise ? Settle(found, intent) : null;
        if (conflict is { Winner: ConflictPolicy.Theirs })
        {
            return new TicketDecision.TheirsStays(conflict);
        }

        if (TicketRules.Statuses.Contains(intent.Wanted.Status, StringComparer.Ordinal) && TicketRules.Refusal(intent.Wanted) is { } refusal)
        {
            return new TicketDecision.Fail(
                new TicketProblem("mapping-refused", $"{refusal.Remedy} Correct ticketSync.mapping of the connector, then retry.", Passes: false) { Message = refusal.Message },
                conflict);
        }

        if (intent.GoesBackAndForth)
        {
            return new TicketDecision.Fail(BackAndForth, conflict);
        }

        return intent.Conflicts >= MostConflicts ? Again(intent, conflict)
            : intent.MayBeWritten(found) ? new TicketDecision.Replace()
            : intent.Unreadable >= MostUnreadable ? new TicketDecision.Fail(TicketProblem.NoIncident, conflict)
            : new TicketDecision.Write(intent.Wanted, conflict);
    }

    private static TicketDecision Again(TicketCase intent, TicketConflict? conflict) =>
        intent.Conflicts >= MostConflicts ? new TicketDecision.Fail(Contended, conflict) : new TicketDecision.Wait(TimeSpan.Zero);

    private static TicketConflict Settle(IncidentReading.Found found, TicketCase intent)
    {
        var later = intent.PersonAt is { } person && found.ModifiedTime <= person;
        var (winner, because) = intent.Policy switch
        {
            ConflictPolicy.Ours => (ConflictPolicy.Ours, "The policy says that the ledger wins."),
            ConflictPolicy.Theirs => (ConflictPolicy.Theirs, "The policy says that Sentinel wins."),
            _ when intent.PersonAt is null => (ConflictPolicy.Theirs, "A program changed the investigation, and somebody the incident."),
            _ when later => (ConflictPolicy.Ours, "A person changed the investigation after the incident was changed."),
            _ => (ConflictPolicy.Theirs, "The incident was changed after the investigation."),
        };
        return new TicketConflict(intent.Policy, winner, intent.Wanted, found.Fields, because);
    }

    private static TicketProblem Contended { get; } = new(
        "conflict-persists", $"Others changed the incident at each of {MostConflicts} tries: look at what changes it, then retry.", Passes: false);

    private static TicketProblem BackAndForth { get; } = new(
        "back-and-forth",
        "An automation at Sentinel undoes what the ledger writes: change the automation, or let theirs win in ticketSync.conflictPolicy, then retry.",
        Passes: false);

    private static TicketProblem WorkedOn { get; } = new(
        "redirected-worked-on",
        "The incident was folded into another one, whose own investigation is written back: look at that one, and change it where it is wrong.",
        Passes: false);

    private static TicketProblem Folded { get; } = new(
        "redirected-unknown",
        "The incident was folded into another one, which the ledger does not know yet: poll the connector, then retry.",
        Passes: false);
}
