using System.Globalization;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What reading a window came to.</summary>
/// <param name="Result">Whether its pages could be committed.</param>
/// <param name="Counts">What was committed by this reading.</param>
/// <param name="Failure">Why it was not read whole.</param>
internal sealed record WindowResult(CommitResult Result, WindowCounts Counts, PollFailure? Failure);

/// <summary>Records a page and moves the cursor with it: see <see cref="PollLedger.RecordAsync"/>.</summary>
internal delegate Task<(CommitResult Result, WindowCounts Counts)> RecordPage(
    PollWindow window,
    IReadOnlyList<SourceRecord> records,
    bool quietly,
    DateTimeOffset observedAt,
    Func<WindowCounts, CursorStep> finish,
    CancellationToken cancellation);

/// <summary>
/// Reads the pages of one window and commits each by itself. The next page is asked for while one is committed, so that a window takes as long as the slower
/// of the two and not as both.
/// </summary>
internal sealed class WindowReading(IResourceReader reader, RecordPage record, TimeProvider time)
{
    /// <summary>Reads a window to its end.</summary>
    /// <param name="window">The window.</param>
    /// <param name="resume">The cursor after a page that is not the last: from the page key and the counts so far.</param>
    /// <param name="end">The cursor after the last page.</param>
    /// <param name="cancellation">Stops between pages.</param>
    public async Task<WindowResult> ReadAsync(
        PollWindow window,
        Func<string, WindowCounts, CursorStep> resume,
        Func<WindowCounts, HighMark?, CursorStep> end,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var before = window.Resume?.Counts ?? WindowCounts.None;
        var now = WindowCounts.None;
        var progress = PageProgress.Begin;
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        HighMark? mark = null;
        var start = Instants.Parse(window.Resume?.Key) ?? window.From;
        DateTimeOffset? until = window.Open ? null : window.To;
        var asked = AskAsync(new PageRequest(start, until, null), stop.Token);
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var (answer, observedAt) = await asked.ConfigureAwait(false);
                if (!answer.TryGet(out var page, out var error))
                {
                    return new WindowResult(CommitResult.Committed, now, PollFailure.Of(error));
                }

                var latest = Instants.Forth(observedAt, HighMark.Ahead);
                ids.UnionWith(page.Records.Select(one => one.Identity.SourceId));
                mark = page.Records.Aggregate(mark, (m, one) => HighMark.With(m, one.Time, one.Identity.ShortKey, latest));
                var paged = page.Records.Select(one => new PagedRecord(Instants.Parse(one.Time), one.Key)).ToList();
                (progress, var step) = PageReader.Advance(progress, paged, page.Link, reader.PageSize, reader.CapKnown);
                if (After(step, start, until) is { } next)
                {
                    asked = AskAsync(next, stop.Token);
                }

                var records = page.Records;
                CloudError? restError = null;
                if (step is PageStep.Done)
                {
                    var rest = await reader.ReadRestAsync(new PageRequest(window.From, until, null), ids, cancellation).ConfigureAwait(false);
                    if (rest.TryGet(out var more, out restError))
                    {
                        records = [.. records, .. more.Records];
                        mark = HighMark.With(mark, more.AlsoSeen, HighMark.ShortKey(""), latest);
                    }
                }

                var key = progress is { Ascending: true, Newest: { } newest } ? newest : start;
                var last = step is PageStep.Done && restError is null;
                if (last)
                {
                    FailPoint.Reach("poll-before-coverage");
                }

                var soFar = now;
                CommitResult result;
                WindowCounts counts;
                try
                {
                    (result, counts) = await record(
                        window,
                        records,
                        quietly: !last,
                        observedAt,
                        tally => last
                            ? end(before.Plus(soFar).Plus(tally), mark)
                            : resume(key.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), before.Plus(soFar).Plus(tally)),
                        cancellation).ConfigureAwait(false);
                }
                catch (RecordIncompleteException incomplete)
                {
                    return new WindowResult(CommitResult.Committed, now, PollFailure.Of(incomplete.Error));
                }

                if (result != CommitResult.Committed)
                {
                    return new WindowResult(result, now, null);
                }

                now = now.Plus(counts);
                switch (step)
                {
                    case PageStep.Stuck stuck:
                        return new WindowResult(result, now, new PollFailure(stuck.Code, stuck.Message) { Narrows = true });
                    case PageStep.Done:
                        return new WindowResult(result, now, restError is null ? null : PollFailure.Of(restError));
                }

                FailPoint.Reach("poll-between-pages");
            }
        }
        finally
        {
            // A page that was read ahead and is not needed any more: once this has ended nothing is asked.
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static PageRequest? After(PageStep step, DateTimeOffset start, DateTimeOffset? until) => step switch
    {
        PageStep.FollowLink next => new PageRequest(start, until, next.Link),
        PageStep.FromKey next => new PageRequest(next.Key, until, null),
        _ => null,
    };

    private async Task<(CloudResult<SourcePage> Answer, DateTimeOffset ObservedAt)> AskAsync(PageRequest request, CancellationToken cancellation) =>
        (await reader.ReadAsync(request, cancellation).ConfigureAwait(false), time.GetUtcNow());
}
