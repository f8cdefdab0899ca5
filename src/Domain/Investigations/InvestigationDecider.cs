using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Text;
using Dropzone.Ledger.Domain.Tickets;
using static Dropzone.Ledger.Domain.Investigations.InvestigationStatus;

namespace Dropzone.Ledger.Domain.Investigations;

/// <summary>The rules of the work on an alert.</summary>
public static class InvestigationDecider
{
    /// <summary>A note has at most this many characters.</summary>
    public const int LongestNote = 30_000;

    /// <summary>A name or reason has at most this many characters.</summary>
    public const int LongestLine = 1_000;

    /// <summary>
    /// Moves the status. Allowed: Queued → InProgress, Closed; InProgress → AwaitingReview, Closed, Queued; AwaitingReview → InProgress, Closed;
    /// Closed → InProgress. Closing needs a conclusion, and nothing else may have one.
    /// </summary>
    public static InvestigationOutcome ChangeStatus(AlertState state, ChangeStatus command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        var now = state.Investigation;
        if (command.To == Closed && command.Conclusion is null)
        {
            return new InvestigationOutcome.Rejected(
                "conclusion-missing", "Closing needs a conclusion: Malicious, Suspicious, Benign or Undetermined.");
        }

        if (command.To != Closed && command.Conclusion is not null)
        {
            return new InvestigationOutcome.Rejected(
                "conclusion-unexpected", $"Only a closed investigation has a conclusion; leave it out, or move to Closed instead of {command.To}.");
        }

        if (command.Reason?.Length > LongestLine)
        {
            return TooLong("reason", LongestLine);
        }

        if (command.To == now.Status)
        {
            return command.Conclusion == now.Conclusion
                ? new InvestigationOutcome.NothingToDo()
                : new InvestigationOutcome.Rejected(
                    "already-closed", $"It is closed as {now.Conclusion}; reopen it first (move to InProgress), then close it as {command.Conclusion}.");
        }

        return MayFollow(now.Status).Contains(command.To)
            ? Accept(new InvestigationStatusChanged
            {
                From = now.Status,
                To = command.To,
                Conclusion = command.Conclusion,
                By = command.By,
                Reason = TextHygiene.Clean(command.Reason),
                Tickets = command.Tickets,
            })
            : new InvestigationOutcome.Rejected(
                "transition-refused", $"{now.Status} cannot become {command.To}; it can become {string.Join(" or ", MayFollow(now.Status))}.");
    }

    /// <summary>
    /// Takes over where the source says that the investigation stands. The source's state is a fact and no wish: from any status to any other.
    /// </summary>
    /// <param name="now">Where it stands.</param>
    /// <param name="to">Where the source says that it stands.</param>
    /// <param name="reason">In words, why the source's side counts.</param>
    /// <param name="tickets">The tickets of its group.</param>
    public static InvestigationOutcome Adopt(Standing now, Standing to, string reason, IReadOnlyList<TicketReference> tickets) => now == to
        ? new InvestigationOutcome.NothingToDo()
        : Accept(new InvestigationStatusChanged
        {
            From = now.Status,
            To = to.Status,
            Conclusion = to.Conclusion,
            By = Actor.Remote,
            Reason = TextHygiene.Clean(reason),
            Tickets = tickets,
        });

    /// <summary>Gives the investigation to somebody or to nobody; blank means nobody.</summary>
    public static InvestigationOutcome Assign(AlertState state, Assign command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        var assignee = string.IsNullOrWhiteSpace(command.Assignee) ? null : TextHygiene.Clean(command.Assignee.Trim());
        if (assignee?.Length > LongestLine)
        {
            return TooLong("assignee", LongestLine);
        }

        return assignee == state.Investigation.Assignee
            ? new InvestigationOutcome.NothingToDo()
            : Accept(new InvestigationAssigned { Assignee = assignee, By = command.By });
    }

    /// <summary>Writes a note.</summary>
    public static InvestigationOutcome AddNote(AlertState state, AddNote command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        if (string.IsNullOrWhiteSpace(command.Text))
        {
            return new InvestigationOutcome.Rejected("note-empty", "A note needs a text.");
        }

        return command.Text.Length > LongestNote
            ? TooLong("note", LongestNote)
            : Accept(new InvestigationNoteAdded { Text = TextHygiene.Clean(command.Text), By = command.By });
    }

    /// <summary>The statuses that a status may become.</summary>
    public static IReadOnlyList<InvestigationStatus> MayFollow(InvestigationStatus status) => status switch
    {
        Queued => [InProgress, Closed],
        InProgress => [AwaitingReview, Closed, Queued],
        AwaitingReview => [InProgress, Closed],
        _ => [InProgress],
    };

    private static InvestigationOutcome.Accepted Accept(AlertEvent e) => new([e]);

    private static InvestigationOutcome.Rejected TooLong(string what, int most) =>
        new($"{what}-too-long", $"The {what} has more than {most} characters; shorten it.");
}
