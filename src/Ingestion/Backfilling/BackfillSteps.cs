using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Which window of a backfill is next, and what its end does to the cursor. Windows are narrow, so that live work waits for no more than one
/// of them: they widen while they fit one page and narrow when they do not. Neither watermark nor live coverage is touched. Pure.
/// </summary>
internal static class BackfillSteps
{
    private const int FewPages = 2;
    private const int ManyPages = 4;
    private static readonly TimeSpan FirstWidth = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeastWidth = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostWidth = TimeSpan.FromDays(7);

    /// <summary>A backfill at its start. What lies before <c>now − pollLookback</c> will then have been asked after the lookback: it settles.</summary>
    public static BackfillProgress Begin(OpenBackfill asked, ConnectorSettings settings, DateTimeOffset now)
    {
        var to = Instants.Cut(Instants.Min(asked.Window.To, now));
        var from = Instants.Cut(asked.Window.From);
        return new BackfillProgress
        {
            Request = asked.Request,
            Window = new SourceWindow(from, to),
            BegunAt = now,
            Pass = to <= from ? null : new Pass
            {
                Origin = Origin.Backfill,
                From = from,
                To = to,
                At = from,
                Width = FirstWidth,
                SettlesTo = Instants.Cut(Instants.Back(now, settings.PollLookback)),
            },
        };
    }

    /// <summary>The next window; gaps are asked for like everything else, since they may be what the backfill is for.</summary>
    public static PollWindow? Next(BackfillProgress progress) => progress.Pass is { } pass ? WindowPlanner.Next(pass, []) : null;

    /// <summary>A page of the window was committed, more follow.</summary>
    public static CursorStep Resumed(PollCursor cursor, BackfillProgress progress, PollWindow window, string key, WindowCounts counts) => new(
        With(cursor, progress with { Pass = progress.Pass! with { At = window.From, Resume = new Resume(key, counts) } }), [])
    {
        Backfill = progress.Request,
    };

    /// <summary>The window was read whole: gaps inside it are filled.</summary>
    public static CursorStep Covered(
        PollCursor cursor, BackfillProgress progress, PollWindow window, WindowCounts counts, Naming naming, DateTimeOffset now)
    {
        var rest = WindowPlanner.Succeeded(progress.Pass! with { At = window.From }, window, []);
        var after = progress with
        {
            Pass = rest is { SuspectTo: null } ? rest with { Width = Width(window, counts) } : rest,
            Windows = checked(progress.Windows + 1),
            Counts = progress.Counts.Plus(counts),
            Error = null,
        };
        var covered = new PendingCoverage(window.From, window.To, 1, window.Attempt, counts, naming.FilterDigest, now)
            .ToEvent(naming, Origin.Backfill, window.Settles);
        var filled = cursor with { Gaps = [.. cursor.Gaps.Where(gap => gap.From < window.From || gap.To > window.To)] };
        return new CursorStep(With(filled, after), [covered]) { Backfill = progress.Request };
    }

    /// <summary>The window failed: another try, a narrower window, or a gap, as for live windows.</summary>
    public static CursorStep Failed(
        PollCursor cursor, BackfillProgress progress, PollWindow window, PollFailure failure, Naming naming, TimeSpan interval, DateTimeOffset now, double jitter)
    {
        var failed = FailedWindow.Of(progress.Pass!, window, failure, [], interval, now, jitter);
        var error = WindowEnd.Repeated(progress.Error, failure, now);
        var after = progress with { Pass = failed.Pass, Error = error, Gaps = checked(progress.Gaps + (failed.Gap is null ? 0 : 1)) };
        var events = new List<ConnectorEvent>();
        if (failed is { ReadFrom: { } from, ReadTo: { } to })
        {
            events.Add(new PendingCoverage(from, to, 1, window.Attempt, progress.Pass?.Resume?.Counts ?? WindowCounts.None, naming.FilterDigest, now)
                .ToEvent(naming, Origin.Backfill, window.Settles));
        }

        if (System.Numerics.BitOperations.IsPow2(error.Repeats))
        {
            events.Add(WindowEnd.Failure(window, failure, naming, now));
        }

        var gaps = cursor.Gaps;
        if (failed.Gap is { } gap && !gaps.Any(known => known.From <= gap.From && known.To >= gap.To))
        {
            gaps = [.. gaps, gap];
            events.Add(new CoverageGapFound
            {
                Connector = naming.Connector,
                Resource = naming.Resource,
                Window = new SourceWindow(gap.From, gap.To),
                Attempt = gap.Attempts,
                ErrorCode = gap.Code,
            });
        }

        return new CursorStep(With(cursor with { Gaps = gaps }, after), events) { Backfill = progress.Request };
    }

    /// <summary>The cursor without one backfill, and with another state of it.</summary>
    public static PollCursor With(PollCursor cursor, BackfillProgress progress) => cursor with
    {
        Backfills = cursor.Backfills.Any(other => other.Request == progress.Request)
            ? [.. cursor.Backfills.Select(other => other.Request == progress.Request ? progress : other)]
            : [.. cursor.Backfills, progress],
    };

    private static TimeSpan Width(PollWindow window, WindowCounts counts)
    {
        var width = window.To - window.From;
        var next = counts.Pages <= FewPages ? width * 2 : counts.Pages > ManyPages ? width / 2 : width;
        next = next < LeastWidth ? LeastWidth : next > MostWidth ? MostWidth : next;
        return new TimeSpan(next.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
    }
}

/// <summary>A backfill that was asked for and has not ended.</summary>
/// <param name="Request">The id of the event that asked.</param>
/// <param name="Window">The stretch.</param>
/// <param name="Resource">What is to be read; null = everything.</param>
internal sealed record OpenBackfill(Guid Request, SourceWindow Window, string? Resource);
