using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// Records intents and hands them to their lanes, one append after the other: the follower and the sweep of one process never overtake each other,
/// and the sweep never asks for what a change has asked for meanwhile. Safe for concurrent use.
/// </summary>
internal sealed class IntentRecorder(TicketLog log, TicketBook book, TicketLanes lanes, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Records the intents that changes cause.</summary>
    /// <exception cref="InvalidOperationException">The log refused them.</exception>
    public async Task RecordAsync(IReadOnlyList<NewIntent> intents, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            FailPoint.Reach(TicketStep.BeforeIntent);
            var outcome = await log.AppendIntentsAsync(intents, null, cancellation).ConfigureAwait(false);
            FailPoint.Reach(TicketStep.AfterIntent);
            Begin(intents, outcome as AppendOutcome.Appended ?? throw new InvalidOperationException($"The intents could not be recorded: {outcome.GetType().Name}."));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Records the intent of a sweep, unless something happened to the pair, or to the investigation, since both were looked at.</summary>
    /// <param name="asOf">The pair as it was looked at.</param>
    /// <param name="version">The version of the alert's stream that the wish was made of.</param>
    /// <param name="intent">The intent.</param>
    /// <param name="cancellation">Stops waiting; it may be recorded.</param>
    /// <returns>Whether it was recorded.</returns>
    public async Task<bool> RecordAsync(PairState asOf, long version, NewIntent intent, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(book.Pair(asOf.Ticket), asOf))
            {
                return false;
            }

            FailPoint.Reach(TicketStep.BeforeSweepIntent);
            var outcome = await log
                .AppendIntentsAsync([intent], new Dictionary<string, long>(StringComparer.Ordinal) { [intent.Stream] = version }, cancellation)
                .ConfigureAwait(false);
            FailPoint.Reach(TicketStep.AfterSweepIntent);
            return outcome is AppendOutcome.Appended appended && Begin([intent], appended);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>New intents begin at once; those that the log knew already come, or came, with the log.</summary>
    private bool Begin(IReadOnlyList<NewIntent> intents, AppendOutcome.Appended appended)
    {
        if (appended.AlreadyKnown > 0)
        {
            return false;
        }

        var ordered = intents.GroupBy(i => i.Stream, StringComparer.Ordinal).SelectMany(static g => g);
        var now = time.GetUtcNow();
        foreach (var intent in book.Recorded(ordered.Select((i, n) => new OpenIntent(i.Id, i.Stream, appended.FirstPosition + n, now, i.Request))))
        {
            lanes.Add(intent);
        }

        return true;
    }
}
