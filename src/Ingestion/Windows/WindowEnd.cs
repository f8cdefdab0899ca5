using System.Numerics;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What the end of a window, good or bad, does to the cursor, and which events of the connector say it. Pure.</summary>
internal static class WindowEnd
{
    /// <summary>A window of a pass was read whole.</summary>
    public static CursorStep Covered(
        PollCursor cursor, Pass pass, PollWindow window, WindowCounts counts, HighMark? mark, Naming naming, DateTimeOffset now)
    {
        var piece = Piece(window, counts, naming, now);
        var rest = WindowPlanner.Succeeded(pass, window, cursor.Gaps);
        var after = Counted(cursor, counts, now);
        if (pass.Origin != Origin.Live)
        {
            after = after with
            {
                Reconcile = rest,
                ReconciledAt = rest is null ? now : after.ReconciledAt,
                SettledTo = rest is null && pass.SettlesTo is { } settled ? Latest(after.SettledTo, settled) : after.SettledTo,
            };
            return Flush(after, naming, piece.ToEvent(naming, pass.Origin, window.Settles));
        }

        after = HighMark.Move(after, mark) with
        {
            Live = rest,
            Start = cursor.Start ?? window.From,
            SettledTo = cursor.SettledTo ?? window.From,
            ReconciledAt = cursor.ReconciledAt ?? now,
            CoveredTo = Latest(cursor.CoveredTo, window.To),
            LastError = null,
            EmptySince = IsEmptyInVain(cursor, window, counts, naming) ? cursor.EmptySince ?? now : null,
        };
        return Quiet(after, piece, naming, now);
    }

    /// <summary>A gap was read at last.</summary>
    public static CursorStep GapClosed(
        PollCursor cursor, CoverageGap gap, PollWindow window, WindowCounts counts, Naming naming, DateTimeOffset now) =>
        Flush(
            Counted(cursor, counts, now) with { Gaps = [.. cursor.Gaps.Where(other => other != gap)] },
            naming,
            Piece(window, counts, naming, now).ToEvent(naming, window.Origin));

    /// <summary>A window of a pass failed.</summary>
    public static CursorStep Failed(
        PollCursor cursor, Pass pass, PollWindow window, PollFailure failure, Naming naming, TimeSpan interval, DateTimeOffset now, double jitter)
    {
        var failed = FailedWindow.Of(pass, window, failure, cursor.Gaps, interval, now, jitter);
        var error = Repeated(cursor.LastError, failure, now);
        var after = cursor with
        {
            LastAttemptAt = now,
            LastError = error,
            Throttles = checked(cursor.Throttles + (failure.Throttled ? 1 : 0)),
            Gaps = failed.Gap is { } found ? [.. cursor.Gaps, found] : cursor.Gaps,
            Live = pass.Origin == Origin.Live ? failed.Pass : cursor.Live,
            Reconcile = pass.Origin == Origin.Live ? cursor.Reconcile : failed.Pass,
        };
        var events = new List<ConnectorEvent>();
        if (failed is { ReadFrom: { } from, ReadTo: { } to })
        {
            var read = window with { From = from, To = to };
            events.Add(Piece(read, pass.Resume?.Counts ?? WindowCounts.None, naming, now)
                .ToEvent(naming, pass.Origin, window.Settles));
        }

        if (BitOperations.IsPow2(error.Repeats))
        {
            events.Add(Failure(window, failure, naming, now));
        }

        if (failed.Gap is { } gap)
        {
            events.Add(new CoverageGapFound
            {
                Connector = naming.Connector,
                Resource = naming.Resource,
                Window = new SourceWindow(gap.From, gap.To),
                Attempt = gap.Attempts,
                ErrorCode = gap.Code,
            });
        }

        return events.Count == 0 ? new CursorStep(after, []) : Flush(after, naming, [.. events]);
    }

    /// <summary>A gap failed again.</summary>
    public static CursorStep GapFailed(
        PollCursor cursor, CoverageGap gap, PollFailure failure, Naming naming, TimeSpan interval, DateTimeOffset now, double jitter)
    {
        var again = gap with
        {
            Attempts = checked(gap.Attempts + 1),
            Code = failure.Code,
            NextTryAt = Instants.Forth(now, Backoff.OfGap(gap.Attempts, interval, jitter)),
        };
        var after = cursor with
        {
            LastAttemptAt = now,
            Throttles = checked(cursor.Throttles + (failure.Throttled ? 1 : 0)),
            Gaps = [.. cursor.Gaps.Select(other => other == gap ? again : other)],
        };
        return BitOperations.IsPow2(again.Attempts)
            ? Flush(after, naming, Failure(WindowPlanner.Retry(gap), failure, naming, now))
            : new CursorStep(after, []);
    }

    /// <summary>Pending coverage becomes an event, with others behind it.</summary>
    public static CursorStep Flush(PollCursor cursor, Naming naming, params ConnectorEvent[] others) => cursor.Pending is { } pending
        ? new CursorStep(cursor with { Pending = null }, [pending.ToEvent(naming), .. others])
        : new CursorStep(cursor, others);

    /// <summary>A live window joins the pending coverage, or, when it brought something or an hour is over, ends it.</summary>
    private static CursorStep Quiet(PollCursor cursor, PendingCoverage piece, Naming naming, DateTimeOffset now)
    {
        var joins = cursor.Pending?.Joins(piece) ?? false;
        var joined = joins ? cursor.Pending!.Join(piece) : piece;
        var before = joins ? cursor with { Pending = null } : cursor;
        return piece.Counts.Brought || now < joined.Since || now - joined.Since >= PendingCoverage.Longest
            ? Flush(before, naming, joined.ToEvent(naming))
            : Flush(before, naming) is var step ? step with { Cursor = step.Cursor with { Pending = joined } } : step;
    }

    /// <summary>
    /// The window reaches from before the newest known record to now, so the source must return that record or a newer version of it. An
    /// empty list of a source that keeps its records is no silence.
    /// </summary>
    private static bool IsEmptyInVain(PollCursor cursor, PollWindow window, WindowCounts counts, Naming naming) =>
        naming.Keeps && window.Open && counts.Received == 0 && Instants.Parse(cursor.Watermark) is { } mark && mark >= window.From;

    private static PollCursor Counted(PollCursor cursor, WindowCounts counts, DateTimeOffset now) => cursor with
    {
        LastAttemptAt = now,
        LastSuccessAt = now,
        LastNewAt = counts.New + counts.Revised > 0 ? now : cursor.LastNewAt,
        Polls = checked(cursor.Polls + 1),
        Pages = checked(cursor.Pages + counts.Pages),
    };

    internal static PollError Repeated(PollError? last, PollFailure failure, DateTimeOffset now) =>
        last?.Code == failure.Code
            ? last with { Message = failure.Message, RequestId = failure.RequestId, WhatToDo = failure.WhatToDo, Repeats = checked(last.Repeats + 1) }
            : new PollError(failure.Code, failure.Message, now, 1, failure.WhatToDo, failure.RequestId);

    internal static PollWindowFailed Failure(PollWindow window, PollFailure failure, Naming naming, DateTimeOffset now) => new()
    {
        Connector = naming.Connector,
        Resource = naming.Resource,
        Window = new SourceWindow(window.From, window.To),
        Attempt = window.Attempt,
        ErrorCode = failure.Code,
        Message = failure.Message,
        RequestId = failure.RequestId,
        WhatToDo = failure.WhatToDo,
        ObservedAt = now,
    };

    private static PendingCoverage Piece(PollWindow window, WindowCounts counts, Naming naming, DateTimeOffset now) =>
        new(window.From, window.To, 1, window.Attempt, counts, naming.FilterDigest, now);

    private static DateTimeOffset Latest(DateTimeOffset? a, DateTimeOffset b) => a is { } before ? Instants.Max(before, b) : b;
}

/// <summary>What the events of a resource name.</summary>
/// <param name="Connector">The connector's slug.</param>
/// <param name="Resource">The resource.</param>
/// <param name="FilterDigest">What is sent to narrow answers, as a digest.</param>
/// <param name="NotAskedFor">The same in words.</param>
/// <param name="Keeps">Whether the source must return its newest record again and again; see <see cref="IResourceReader.Keeps"/>.</param>
internal sealed record Naming(string Connector, string Resource, string FilterDigest, string? NotAskedFor = null, bool Keeps = false);
