using System.Threading.Channels;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Looks for the mails behind recorded alerts, after them and beside the polls, so that no alert waits for its evidence. Each mail of an alert ends in
/// one outcome, kept or missed and why. What is left to do follows from the log and a cursor: a killed process goes on where it was.
/// </summary>
internal sealed class EvidenceFollower(
    EvidenceLedger ledger, EvidenceQueue queue, IEvidenceSource source, Func<TimeSpan> interval, TimeProvider time, ILogger logger)
{
    /// <summary>A mail that could not be asked for so often is missed.</summary>
    public const int MostTries = 6;

    private const int MostWaiting = 50;
    private const int SavedEvery = 1_000;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(50);
    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private EvidenceCursor saved = ledger.Cursor;
    private DateTimeOffset heldUntil;
    private int refusals;

    /// <summary>Says that there may be something new in the log.</summary>
    public void Wake() => wakes.Writer.TryWrite(true);

    /// <summary>Follows until cancelled, or until another process does.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && !ledger.Lost)
        {
            var wait = LongestSleep;
            try
            {
                while (await TurnAsync(cancellation).ConfigureAwait(false))
                {
                    // One version at a time.
                }

                wait = DueIn() is { } due && due < LongestSleep ? due : LongestSleep;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The cursor says where it goes on.
                logger.LogWarning(e, "Looking for evidence was interrupted; it goes on in a minute");
            }

            await SleepAsync(wait > ShortestSleep ? wait : ShortestSleep, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for the mails of one version; false when nothing can be done now.</summary>
    public async Task<bool> TurnAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (ledger.Lost || now < heldUntil)
        {
            return false;
        }

        if (ledger.Cursor.Waiting.FirstOrDefault(one => one.NextTryAt <= now) is { } waiting)
        {
            var rest = ledger.Cursor with { Waiting = [.. ledger.Cursor.Waiting.Where(one => one != waiting)] };
            return await FollowAsync(await queue.AtAsync(waiting.Position, cancellation).ConfigureAwait(false), waiting.Tries, rest, cancellation).ConfigureAwait(false);
        }

        foreach (var lane in ledger.Cursor.Waiting.Count < MostWaiting ? Enum.GetValues<EvidenceLane>() : [])
        {
            if (await queue.NextAsync(lane, ledger.Cursor.At(lane), cancellation).ConfigureAwait(false) is { } next)
            {
                return await FollowAsync(next, 0, ledger.Cursor.With(lane, next.Position), cancellation).ConfigureAwait(false);
            }

            ledger.Cursor = ledger.Cursor.With(lane, Math.Max(ledger.Cursor.At(lane), queue.ReadTo(lane)));
        }

        if (ledger.Cursor.Live - saved.Live >= SavedEvery || ledger.Cursor.Past - saved.Past >= SavedEvery)
        {
            await SaveAsync(ledger.Cursor, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    private async Task SleepAsync(TimeSpan longest, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var woken = wakes.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(woken, Task.Delay(longest, time, either.Token)).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        wakes.Reader.TryRead(out _);
    }

    private TimeSpan? DueIn()
    {
        var now = time.GetUtcNow();
        var next = ledger.Cursor.Waiting.Select(one => (DateTimeOffset?)one.NextTryAt).Min();
        next = next is null || heldUntil <= now ? next : heldUntil > next ? heldUntil : next;
        return (next ?? (heldUntil > now ? heldUntil : null)) - now;
    }

    /// <param name="version">The version; null when it was erased.</param>
    /// <param name="tries">How often it was asked for.</param>
    /// <param name="after">The cursor once it has its outcomes.</param>
    /// <param name="cancellation">Stops.</param>
    private async Task<bool> FollowAsync(VersionWithMails? version, int tries, EvidenceCursor after, CancellationToken cancellation)
    {
        var state = version is null ? null : await ledger.StateAsync(version.Stream, cancellation).ConfigureAwait(false);
        var mails = version is null || state is null or { Erased: true } ? [] : version.Mails.Where(mail => IsOpen(state, version, mail)).ToList();
        if (mails.Count == 0)
        {
            // Nothing to record: a skipped position is written with the next outcome, a version that waited is not left waiting.
            ledger.Cursor = tries == 0 ? after : ledger.Cursor;
            return tries == 0 || await SaveAsync(after, cancellation).ConfigureAwait(false);
        }

        tries = checked(tries + 1);
        for (var i = 0; i < mails.Count; i++)
        {
            var answer = version!.Mails.Skip(source.MostMails).Contains(mails[i])
                ? new EvidenceAnswer.Missed("too-many-mails", $"the alert speaks of {version.Mails.Count} mails; the first {source.MostMails} are looked for")
                : await source.FetchAsync(mails[i], tries >= MostTries, cancellation).ConfigureAwait(false);
            if (answer is EvidenceAnswer.Later later && EvidenceAnswers.IsOfTheSignIn(later.Error))
            {
                heldUntil = time.GetUtcNow() + Backoff.After(++refusals, interval(), later.Error.RetryAfter, Random.Shared.NextDouble());
                return false;
            }

            refusals = 0;
            if (answer is EvidenceAnswer.Later wait)
            {
                if (tries < MostTries)
                {
                    return await SaveAsync(Waiting(after, version, tries, wait.Error), cancellation).ConfigureAwait(false);
                }

                answer = new EvidenceAnswer.Missed(wait.Error.Code, $"asked {tries} times in vain ({wait.Error.Code}): {wait.Error.WhatToDo}");
            }

            await ledger.RecordAsync(version.Stream, mails[i], answer, i == mails.Count - 1 ? after : null, cancellation).ConfigureAwait(false);
        }

        saved = ledger.Cursor;
        return !ledger.Lost;
    }

    /// <summary>A mail is asked for once for each version that speaks of it, unless it was missed after that version already.</summary>
    private bool IsOpen(AlertState state, VersionWithMails version, WantedMail mail) =>
        !source.IsKept(state, mail) && !(state.EvidenceMissed?.GetValueOrDefault(mail.Name) is { } missed && missed.Version > version.Version);

    private EvidenceCursor Waiting(EvidenceCursor after, VersionWithMails version, int tries, CloudError error)
    {
        var next = time.GetUtcNow() + Backoff.After(tries, interval(), error.RetryAfter, Random.Shared.NextDouble());
        return after with { Waiting = [.. after.Waiting, new WaitingEvidence(version.Position, tries, next, error.Code)] };
    }

    private async Task<bool> SaveAsync(EvidenceCursor cursor, CancellationToken cancellation)
    {
        await ledger.SaveAsync(cursor, cancellation).ConfigureAwait(false);
        saved = ledger.Cursor;
        return !ledger.Lost;
    }
}
