using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Ingestion;

/// <summary>One resource's polls: which windows, in which order, and what they came to.</summary>
internal sealed class ResourcePoll(IResourceReader reader, PollLedger ledger, ConnectorView connector, TimeProvider time, ILogger logger)
{
    private readonly Naming naming = new(connector.State.Connector, reader.Resource, reader.FilterDigest, reader.NotAskedFor, reader.Keeps);
    private readonly WindowReading reading = new(reader, ledger.RecordAsync, time);
    private long? lastRun;

    // The second poll comes early by chance: connectors that began together do not ask in lockstep.
    private double share = 0.2 + (0.8 * Jitter());

    /// <summary>Null while the connector is polled on; else why it is not.</summary>
    public CommitResult? Ended { get; private set; }

    public string Resource => reader.Resource;

    private ConnectorSettings Settings => connector.State.Settings;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Up to where the source is asked.</summary>
    private DateTimeOffset Horizon => reader.Trails ? Instants.Back(Now, Settings.LogIngestionDelay) : Now;

    public bool HasGaps => ledger.Cursor.Gaps.Count > 0;

    /// <summary>How long until the next poll: the rest of a backoff, else of the poll interval, by a clock that does not jump.</summary>
    public TimeSpan DueIn
    {
        get
        {
            if (ledger.Cursor.Live?.NextTryAt is { } at)
            {
                return WindowPlanner.IsDue(at, Now) ? TimeSpan.Zero : at - Now;
            }

            var left = lastRun is { } last ? (Settings.PollInterval * share) - time.GetElapsedTime(last) : TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Polls until caught up or failed. When <paramref name="forced"/>, a backoff is not waited for.</summary>
    public async Task<ResourceOutcome> RunAsync(bool forced, CancellationToken cancellation)
    {
        var outcome = new ResourceOutcome(reader.Resource);
        share = lastRun is null ? share : 1;
        lastRun = time.GetTimestamp();

        // A pass left over from a failure or a kill ends where the clock stood then: a fresh one follows it.
        var leftOver = ledger.Cursor.Live is not null;
        if (!forced && !WindowPlanner.IsDue(ledger.Cursor.Live?.NextTryAt, Now))
        {
            return outcome;
        }

        outcome = await PassAsync(ledger.Cursor.Live ?? BeginLive(), outcome, cancellation)
            .ConfigureAwait(false);
        if (leftOver && Ended is null && outcome.Failure is null)
        {
            outcome = await PassAsync(BeginLive(), outcome, cancellation).ConfigureAwait(false);
        }

        if (Ended is null && outcome.Failure is null
            && (ledger.Cursor.Reconcile ?? WindowPlanner.BeginReconcile(ledger.Cursor, Settings, Now, Horizon)) is { } reconcile
            && WindowPlanner.IsDue(reconcile.NextTryAt, Now))
        {
            outcome = await PassAsync(reconcile, outcome, cancellation).ConfigureAwait(false);
        }

        foreach (var gap in ledger.Cursor.Gaps.Where(gap => WindowPlanner.IsDue(gap.NextTryAt, Now)).ToList())
        {
            if (Ended is null)
            {
                outcome = await GapAsync(gap, outcome, cancellation).ConfigureAwait(false);
            }
        }

        return outcome;
    }

    /// <summary>A failure that is none of a window: the connection could not be opened.</summary>
    public async Task<ResourceOutcome> RefuseAsync(PollFailure failure, CancellationToken cancellation)
    {
        lastRun = time.GetTimestamp();
        var pass = ledger.Cursor.Live ?? BeginLive();
        if (WindowPlanner.Next(pass, ledger.Cursor.Gaps) is { } window)
        {
            await FailAsync(pass, window, failure, cancellation).ConfigureAwait(false);
        }

        return new ResourceOutcome(reader.Resource) { Failure = failure };
    }

    /// <summary>Turns pending coverage into an event: before a stop, or under new settings. Leaves out gaps that a person accepted.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (ledger.Cursor.Pending is not null && Ended != CommitResult.Lost)
        {
            Note(await ledger.MoveAsync(() => WindowEnd.Flush(ledger.Cursor, naming), evenStopped: true, cancellation).ConfigureAwait(false));
        }
    }

    private async Task<ResourceOutcome> PassAsync(Pass pass, ResourceOutcome outcome, CancellationToken cancellation)
    {
        for (Pass? rest = pass; rest is not null; rest = Current(pass.Origin))
        {
            DropAccepted();
            if (WindowPlanner.Next(rest, ledger.Cursor.Gaps) is not { } window)
            {
                break;
            }

            var now = rest;
            var read = await reading.ReadAsync(
                window,
                (key, counts) => new CursorStep(With(now with { At = window.From, Resume = new Resume(key, counts) }), []),
                (counts, mark) => WindowEnd.Covered(ledger.Cursor, now with { At = window.From }, window, counts, mark, naming, Now),
                cancellation).ConfigureAwait(false);
            Note(read.Result);
            outcome = outcome with
            {
                Windows = outcome.Windows + (read.Result == CommitResult.Committed && read.Failure is null ? 1 : 0),
                Counts = outcome.Counts.Plus(read.Counts),
                Failure = read.Failure,
            };
            if (Ended is not null)
            {
                return outcome;
            }

            if (read.Failure is { } failure)
            {
                await FailAsync(Current(pass.Origin) ?? now with { At = window.From }, window, failure, cancellation).ConfigureAwait(false);
                return outcome;
            }
        }

        return outcome;
    }

    private async Task<ResourceOutcome> GapAsync(CoverageGap gap, ResourceOutcome outcome, CancellationToken cancellation)
    {
        var window = WindowPlanner.Retry(gap);
        var read = await reading.ReadAsync(
            window,
            (_, _) => new CursorStep(ledger.Cursor, []),
            (counts, _) => WindowEnd.GapClosed(ledger.Cursor, gap, window, counts, naming, Now),
            cancellation).ConfigureAwait(false);
        Note(read.Result);
        if (Ended is null && read.Failure is { } failure)
        {
            Note(await ledger
                .MoveAsync(
                    () => WindowEnd.GapFailed(ledger.Cursor, gap, failure, naming, Settings.PollInterval, Now, Jitter()), evenStopped: false, cancellation)
                .ConfigureAwait(false));
        }

        return outcome with
        {
            Windows = outcome.Windows + (read.Failure is null ? 1 : 0),
            Counts = outcome.Counts.Plus(read.Counts),
        };
    }

    private async Task FailAsync(Pass pass, PollWindow window, PollFailure failure, CancellationToken cancellation)
    {
        logger.LogWarning(
            "{Connector} {Resource}: the window from {From:O} failed at try {Attempt}: {Code} {RequestId}",
            naming.Connector, naming.Resource, window.From, window.Attempt, failure.Code, failure.RequestId);
        Note(await ledger
            .MoveAsync(
                () => WindowEnd.Failed(ledger.Cursor, pass, window, failure, naming, Settings.PollInterval, Now, Jitter()),
                evenStopped: false,
                cancellation)
            .ConfigureAwait(false));
    }

    private Pass BeginLive() => WindowPlanner.BeginLive(ledger.Cursor, Settings, Horizon) with { Open = !reader.Trails };

    private Pass? Current(Origin origin) => origin == Origin.Live ? ledger.Cursor.Live : ledger.Cursor.Reconcile;

    private PollCursor With(Pass pass) => pass.Origin == Origin.Live
        ? ledger.Cursor with { Live = pass, LastAttemptAt = Now, Start = ledger.Cursor.Start ?? pass.From }
        : ledger.Cursor with { Reconcile = pass, LastAttemptAt = Now };

    private void DropAccepted()
    {
        if (ledger.Cursor.Gaps.Count > 0 && connector.Accepted.Count > 0)
        {
            ledger.Forget(gap => connector.Accepted.Any(
                a => a.Resource == reader.Resource && a.Window.From <= gap.From && a.Window.To >= gap.To));
        }
    }

    private void Note(CommitResult result) => Ended = result == CommitResult.Committed ? Ended : result;

    private static double Jitter() => Random.Shared.NextDouble();
}
