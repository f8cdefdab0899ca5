using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Which stretch of source time is asked next. Pure: cursor, settings and clock in, passes and windows out.</summary>
public static class WindowPlanner
{
    private static readonly TimeSpan OneMicrosecond = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromDays(1);

    /// <summary>
    /// A live pass: from the watermark less the overlap, or, before any record was received, from the poll lookback. A watermark that lies
    /// ahead of the clock, since a record or the source's clock was ahead, hides nothing that is dated before it: the pass begins then where
    /// the clock stood at the last success. Beyond that the clock only names how far a quiet source was read; one that jumps moves a start
    /// by no more than <see cref="HighMark.Ahead"/>, and only back.
    /// </summary>
    public static Pass BeginLive(PollCursor cursor, ConnectorSettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        ArgumentNullException.ThrowIfNull(settings);
        var lookback = Instants.Back(now, settings.PollLookback);
        var watermark = Instants.Parse(cursor.Watermark);
        var seenUntil = Instants.Min(now, cursor.LastSuccessAt ?? now);
        var from = Instants.Cut(watermark is { } mark
            ? Instants.Back(Instants.Max(Instants.Min(mark, seenUntil), Instants.Back(mark, HighMark.Ahead)), settings.LogIngestionDelay)
            : Instants.Min(cursor.Start ?? lookback, lookback));

        // Never past the clock, though a record may be dated past it: what is claimed as read was read.
        var to = Instants.Max(Instants.Cut(now), Instants.Forth(from, OneMicrosecond));
        return new Pass { Origin = Origin.Live, From = from, To = to, Open = true, At = from };
    }

    /// <summary>
    /// The daily reconcile pass, when it is due: from the end of what is settled, at least the poll lookback, to where the source is asked up to.
    /// What lies before that moment less <c>pollLookback</c> has then been asked again after the lookback: it is settled.
    /// </summary>
    /// <param name="cursor">How far the resource was read.</param>
    /// <param name="settings">The connector's settings.</param>
    /// <param name="now">The clock, by which the last pass was noted too: a clock that stands before it was set back, and the pass is due.</param>
    /// <param name="horizon">Up to where the source is asked; before the clock for a reader that stays behind on purpose.</param>
    public static Pass? BeginReconcile(PollCursor cursor, ConnectorSettings settings, DateTimeOffset now, DateTimeOffset horizon)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        ArgumentNullException.ThrowIfNull(settings);
        if (cursor.ReconciledAt is not { } last || (now >= last && now - last < ReconcileEvery))
        {
            return null;
        }

        var lookback = Instants.Cut(Instants.Back(horizon, settings.PollLookback));
        var from = Instants.Cut(Instants.Min(cursor.SettledTo ?? cursor.Start ?? lookback, lookback));
        return new Pass { Origin = Origin.Reconcile, From = from, To = Instants.Cut(horizon), At = from, SettlesTo = lookback };
    }

    /// <summary>The next window of a pass; null when the pass is finished. Gaps are left out: they are retried by themselves.</summary>
    public static PollWindow? Next(Pass pass, IReadOnlyList<CoverageGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(gaps);
        var at = pass.At;
        foreach (var gap in gaps.Where(gap => gap.From <= at && at < gap.To).OrderBy(gap => gap.From))
        {
            at = Instants.Max(at, gap.To);
        }

        if (at != pass.At)
        {
            return Next(pass with { At = at, Resume = null }, gaps);
        }

        if (at >= pass.To)
        {
            return null;
        }

        var to = gaps.Where(gap => gap.From > at).Select(gap => gap.From).Append(pass.To).Min();
        to = pass.SettlesTo is { } settled && settled > at ? Instants.Min(to, settled) : to;
        to = pass.Width is { } width ? Instants.Min(to, Instants.Forth(at, width)) : to;
        return new PollWindow
        {
            Origin = pass.Origin,
            From = at,
            To = Instants.Min(to, pass.To),
            Open = pass.Open && to >= pass.To,
            Settles = pass.SettlesTo is { } boundary && to <= boundary,
            Attempt = checked(pass.Attempts + 1),
            Resume = pass.Resume,
        };
    }

    /// <summary>
    /// The pass after a window was read whole; null when it is finished. While windows are narrowed, half of the suspect rest is next;
    /// once past it, the whole rest.
    /// </summary>
    public static Pass? Succeeded(Pass pass, PollWindow window, IReadOnlyList<CoverageGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(window);
        DateTimeOffset? suspect = pass.SuspectTo is { } to && to > window.To ? to : null;
        var next = pass with
        {
            At = window.To,
            Attempts = suspect is null ? 0 : pass.Attempts,
            NextTryAt = null,
            Resume = null,
            SuspectTo = suspect,
            Width = suspect is null ? null : FailedWindow.Half(suspect.Value - window.To),
        };
        return Next(next, gaps) is null ? null : next;
    }

    /// <summary>The one window that retries a gap.</summary>
    public static PollWindow Retry(CoverageGap gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        return new PollWindow { Origin = Origin.Reconcile, From = gap.From, To = gap.To, Attempt = checked(gap.Attempts + 1) };
    }

    /// <summary>
    /// Whether a moment to wait for has come. One that lies further ahead than any backoff was set by a clock that jumped and counts
    /// as come.
    /// </summary>
    public static bool IsDue(DateTimeOffset? nextTryAt, DateTimeOffset now) =>
        nextTryAt is not { } at || at <= now || at - now > Backoff.Longest;
}
