using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What a commit came to.</summary>
internal enum CommitResult
{
    /// <summary>Facts, decisions and cursor are in the log.</summary>
    Committed,

    /// <summary>Somebody else moved the cursor: this process no longer polls the connector.</summary>
    Lost,

    /// <summary>The connector was disabled or removed; nothing was written.</summary>
    Stopped,
}

/// <summary>The cursor after a commit and the connector's events that go with it.</summary>
internal sealed record CursorStep(PollCursor Cursor, IReadOnlyList<ConnectorEvent> Events)
{
    /// <summary>The backfill that it is a step of: its windows are events of their own, however often the stretch was read before.</summary>
    public Guid? Backfill { get; init; }
}

/// <summary>
/// Writes what one resource's polls bring. Each page is one append: facts, decisions, vault documents and the cursor together, decided on
/// the versions of the alerts' streams and of the connector's.
/// </summary>
internal sealed class PollLedger(LedgerDatabase database, ConnectorView connector, string resource)
{
    private const int Tries = 50;
    private readonly string name = PollCursor.NameOf(connector.State.Connector, resource);
    private readonly RecordedKeys recorded = new();
    private long revision;

    public PollCursor Cursor { get; private set; } = PollCursor.New;

    public async Task LoadAsync(CancellationToken cancellation)
    {
        var row = await database.Cursors.ReadAsync(connector.Tenant, name, cancellation).ConfigureAwait(false);
        (revision, Cursor) = row is null ? (0, PollCursor.New) : (row.Revision, PollCursor.FromJson(row.State.Span));
    }

    /// <summary>Records a page. With <paramref name="quietly"/>, a page of known records writes nothing, not even the cursor.</summary>
    public async Task<(CommitResult Result, WindowCounts Counts)> RecordAsync(
        PollWindow window,
        IReadOnlyList<SourceRecord> records,
        bool quietly,
        DateTimeOffset observedAt,
        Func<WindowCounts, CursorStep> finish,
        CancellationToken cancellation)
    {
        IReadOnlyList<SourceRecord> unknown = [.. records.Where(record => !recorded.Holds(record) && !AtWatermark(record))];
        var counts = WindowCounts.None;
        var result = await CommitAsync(
            async () =>
            {
                var states = await StatesAsync(unknown, cancellation).ConfigureAwait(false);
                unknown = await PageDecision.CompleteAsync(connector.State, window, unknown, states, observedAt, cancellation).ConfigureAwait(false);
                var decision = PageDecision.Decide(connector.State, window, unknown, states, observedAt);
                counts = decision.Counts with { Received = records.Count };
                return quietly && decision.Streams.Count == 0 ? null : (decision, finish(counts));
            },
            evenStopped: false,
            cancellation).ConfigureAwait(false);
        if (result == CommitResult.Committed)
        {
            recorded.Add(unknown);
        }

        return (result, counts);
    }

    /// <summary>Takes gaps out of the cursor; stored with the next commit.</summary>
    public void Forget(Func<CoverageGap, bool> gone) => Cursor = Cursor with { Gaps = [.. Cursor.Gaps.Where(gap => !gone(gap))] };

    /// <summary>Takes backfills out of the cursor; stored with the next commit.</summary>
    public void ForgetBackfills(Func<BackfillProgress, bool> gone)
    {
        if (Cursor.Backfills.Any(gone))
        {
            Cursor = Cursor with { Backfills = [.. Cursor.Backfills.Where(progress => !gone(progress))] };
        }
    }

    /// <summary>Notes when the credential ends; stored with the next commit.</summary>
    public void NoteCredentialEnd(DateTimeOffset? endsAt) => Cursor = Cursor with { CredentialEndsAt = endsAt };

    /// <summary>Moves the cursor and appends events of the connector.</summary>
    public Task<CommitResult> MoveAsync(Func<CursorStep> step, bool evenStopped, CancellationToken cancellation) =>
        CommitAsync(
            () => Task.FromResult<(PageDecision, CursorStep)?>((new PageDecision([], [], WindowCounts.None), step())), evenStopped, cancellation);

    private async Task<CommitResult> CommitAsync(
        Func<Task<(PageDecision Decision, CursorStep Step)?>> decide, bool evenStopped, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (!evenStopped && (connector.State.Removed || !connector.State.Enabled))
            {
                return CommitResult.Stopped;
            }

            if (await decide().ConfigureAwait(false) is not { } decided)
            {
                return CommitResult.Committed;
            }

            var (decision, step) = decided;
            FailPoint.Reach("poll-before-append");
            var outcome = await database.Log.AppendAsync(Request(decision, step), cancellation).ConfigureAwait(false);
            switch (outcome)
            {
                case AppendOutcome.Appended:
                    FailPoint.Reach("poll-after-append");
                    (revision, Cursor) = (checked(revision + 1), step.Cursor);
                    if (step.Events.Count > 0)
                    {
                        await connector.RefreshAsync(cancellation).ConfigureAwait(false);
                    }

                    return CommitResult.Committed;
                case AppendOutcome.VersionConflict conflict when conflict.Stream == connector.Stream:
                    await connector.RefreshAsync(cancellation).ConfigureAwait(false);
                    break;
                case AppendOutcome.VersionConflict:
                    break;
                case AppendOutcome.CursorConflict:
                    return CommitResult.Lost;
                default:
                    throw new InvalidOperationException($"The log answered a page with {outcome.GetType().Name}.");
            }
        }

        throw new InvalidOperationException($"Streams of a page changed {Tries} times between reading and appending.");
    }

    private AppendRequest Request(PageDecision decision, CursorStep step)
    {
        var state = connector.State;
        var events = step.Events.Select(e => Encode(e, step.Backfill)).ToList();
        return new AppendRequest
        {
            Tenant = connector.Tenant,
            Mode = AppendMode.Page,
            Streams = events.Count == 0
                ? decision.Streams
                : [.. decision.Streams, new StreamAppend(connector.Stream, "connector", state.StreamVersion, events)],
            Checks = events.Count == 0 ? [new VersionCheck(connector.Stream, state.StreamVersion)] : [],
            Vault = decision.Vault,
            Cursor = new CursorMove(name, revision, step.Cursor.ToJson()),
        };
    }

    private EventToAppend Encode(ConnectorEvent e, Guid? backfill)
    {
        var encoded = EventCodec.Encode(e);
        return new EventToAppend(IdOf(e, backfill, encoded.Alias), encoded.Alias, encoded.Data);
    }

    private Guid IdOf(ConnectorEvent e, Guid? backfill, string alias)
    {
        if (e is BackfillCompleted completed)
        {
            return EventIds.BackfillCompleted(completed.Request);
        }

        var (window, attempt) = e switch
        {
            SourceCounted counted => (counted.Window, 1),
            PollWindowCovered covered => (covered.Window, covered.Attempt),
            PollWindowFailed failed => (failed.Window, failed.Attempt),
            CoverageGapFound gap => (gap.Window, gap.Attempt),
            _ => throw new ArgumentException($"{e.GetType().Name} is not written by a poll.", nameof(e)),
        };
        return backfill is { } request
            ? EventIds.BackfillWindow(request, resource, window.From, window.To, attempt, alias)
            : EventIds.Window(connector.State.Connector, resource, window.From, window.To, attempt, alias);
    }

    private async Task<IReadOnlyDictionary<string, AlertState>> StatesAsync(
        IReadOnlyList<SourceRecord> records, CancellationToken cancellation)
    {
        var streams = records.Select(record => PageDecision.StreamOf(connector.State.Connector, record)).Distinct(StringComparer.Ordinal).ToList();
        if (streams.Count == 0)
        {
            return new Dictionary<string, AlertState>(StringComparer.Ordinal);
        }

        var read = await database.Log.ReadStreamsAsync(connector.Tenant, streams, cancellation).ConfigureAwait(false);
        return read
            .Select(stream => (stream.Key, State: AlertState.Fold(
                stream.Value.Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)))))
            .Where(stream => stream.State is not null)
            .ToDictionary(stream => stream.Key, stream => stream.State!, StringComparer.Ordinal);
    }

    private bool AtWatermark(SourceRecord record) =>
        Cursor.Watermark is { } watermark && record.Time == watermark && Cursor.WatermarkKeys.Contains(record.Identity.ShortKey);
}
