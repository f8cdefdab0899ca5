using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// Records intents, one append after the other, for the lanes to begin with: follower, sweep and lanes of one process never overtake each other, and
/// nobody asks for what a change has asked for meanwhile. Safe for concurrent use.
/// </summary>
internal sealed class IntentRecorder(TicketLog log, TicketBook book, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Records the intents that changes cause.</summary>
    /// <returns>Those to begin with now.</returns>
    /// <exception cref="InvalidOperationException">The log refused them.</exception>
    public async Task<IReadOnlyList<OpenIntent>> RecordAsync(IReadOnlyList<NewIntent> intents, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            FailPoint.Reach(TicketStep.BeforeIntent);
            var outcome = await log.AppendIntentsAsync(intents, null, cancellation).ConfigureAwait(false);
            FailPoint.Reach(TicketStep.AfterIntent);
            return Begin(intents, outcome as AppendOutcome.Appended ?? throw new InvalidOperationException($"The intents could not be recorded: {outcome.GetType().Name}."));
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
    /// <returns>The intent to begin with now; null when it was not recorded.</returns>
    public async Task<OpenIntent?> RecordAsync(PairState asOf, long version, NewIntent intent, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(book.Pair(asOf.Ticket), asOf))
            {
                return null;
            }

            FailPoint.Reach(TicketStep.BeforeSweepIntent);
            var outcome = await log
                .AppendIntentsAsync([intent], new Dictionary<string, long>(StringComparer.Ordinal) { [intent.Stream] = version }, cancellation)
                .ConfigureAwait(false);
            FailPoint.Reach(TicketStep.AfterSweepIntent);
            return outcome is AppendOutcome.Appended appended && Begin([intent], appended) is [var begun] ? begun : null;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Ends an intent as superseded and records the one that replaces it, in one append.</summary>
    /// <param name="intent">The intent.</param>
    /// <param name="version">The version of the alert's stream on which it is known that nobody went on since.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="anew">What replaces it.</param>
    /// <param name="cancellation">Stops waiting; both may be recorded.</param>
    /// <returns>
    /// The position of the outcome, 0 when another owner had ended it, null when a later intent or another version is there; and the intent to begin
    /// with now, when it does not come with the log.
    /// </returns>
    public async Task<(long? At, OpenIntent? Anew)> ReplaceAsync(
        OpenIntent intent, long version, TicketStatusSynced outcome, NewIntent anew, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (book.IsOvertaken(intent))
            {
                return (null, null);
            }

            var last = await log.EndAsync(intent, version, null, outcome, anew, cancellation).ConfigureAwait(false);
            if (last is not > 0)
            {
                return (last, null);
            }

            book.Recorded(intent, outcome, last.Value - 1);
            var begun = book.Recorded([new OpenIntent(anew.Id, anew.Stream, last.Value, time.GetUtcNow(), anew.Request)]);
            return (last - 1, begun is [var next] ? next : null);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>New intents begin at once; those that the log knew already come, or came, with the log.</summary>
    private IReadOnlyList<OpenIntent> Begin(IReadOnlyList<NewIntent> intents, AppendOutcome.Appended appended)
    {
        if (appended.AlreadyKnown > 0)
        {
            return [];
        }

        var ordered = intents.GroupBy(i => i.Stream, StringComparer.Ordinal).SelectMany(static g => g);
        var now = time.GetUtcNow();
        return book.Recorded(ordered.Select((i, n) => new OpenIntent(i.Id, i.Stream, appended.FirstPosition + n, now, i.Request)));
    }
}
