using Dropzone.Ledger.Domain.Events;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Reads the backfills of one resource, a window at a time, over the same cursor as its live polls.</summary>
internal sealed class BackfillPoll(IResourceReader reader, PollLedger ledger, ConnectorView connector, TimeProvider time, ILogger logger)
{
    private readonly Naming naming = new(connector.State.Connector, reader.Resource, reader.FilterDigest);
    private readonly WindowReading reading = new(reader, ledger.RecordAsync, time);

    public string Resource => reader.Resource;

    /// <summary>Null while the connector is polled on; else why it is not.</summary>
    public CommitResult? Ended { get; private set; }

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>How far a request has come; null when it has not begun.</summary>
    public BackfillProgress? Of(OpenBackfill asked) => ledger.Cursor.Backfills.FirstOrDefault(progress => progress.Request == asked.Request);

    /// <summary>How long until something of the request can be read; null when it is done.</summary>
    public TimeSpan? DueIn(OpenBackfill asked) => Of(asked) switch
    {
        null => TimeSpan.Zero,
        { Pass: null } => null,
        { Pass.NextTryAt: { } at } => WindowPlanner.IsDue(at, Now) ? TimeSpan.Zero : at - Now,
        _ => TimeSpan.Zero,
    };

    /// <summary>Reads one window of a request.</summary>
    public async Task ReadWindowAsync(OpenBackfill asked, CancellationToken cancellation)
    {
        var progress = Of(asked) ?? BackfillSteps.Begin(asked, connector.State.Settings, Now);
        if (BackfillSteps.Next(progress) is not { } window)
        {
            Note(await ledger
                .MoveAsync(() => new CursorStep(BackfillSteps.With(ledger.Cursor, progress with { Pass = null }), []), evenStopped: false, cancellation)
                .ConfigureAwait(false));
            return;
        }

        var read = await reading.ReadAsync(
            window,
            (key, counts) => BackfillSteps.Resumed(ledger.Cursor, Of(asked) ?? progress, window, key, counts),
            (counts, _) => BackfillSteps.Covered(ledger.Cursor, Of(asked) ?? progress, window, counts, naming, Now),
            cancellation).ConfigureAwait(false);
        Note(read.Result);
        if (Ended is null && read.Failure is { } failure)
        {
            logger.LogWarning(
                "{Connector} {Resource}: a backfill's window from {From:O} failed at try {Attempt}: {Code} {RequestId}",
                naming.Connector, naming.Resource, window.From, window.Attempt, failure.Code, failure.RequestId);
            Note(await ledger
                .MoveAsync(
                    () => BackfillSteps.Failed(
                        ledger.Cursor, Of(asked) ?? progress, window, failure, naming, connector.State.Settings.PollInterval, Now, Random.Shared.NextDouble()),
                    evenStopped: false,
                    cancellation)
                .ConfigureAwait(false));
        }
    }

    /// <summary>Says that every resource of a request was read.</summary>
    public async Task CompleteAsync(OpenBackfill asked, IReadOnlyList<BackfillProgress> parts, CancellationToken cancellation)
    {
        var counts = parts.Aggregate(WindowCounts.None, (sum, part) => sum.Plus(part.Counts));
        var completed = new BackfillCompleted
        {
            Connector = naming.Connector,
            Request = asked.Request,
            Window = asked.Window,
            Windows = parts.Sum(part => part.Windows),
            Received = counts.Received,
            New = counts.New,
            Revised = counts.Revised,
            Gaps = parts.Sum(part => part.Gaps),
        };
        Note(await ledger
            .MoveAsync(
                () => new CursorStep(ledger.Cursor with { Backfills = [.. ledger.Cursor.Backfills.Where(p => p.Request != asked.Request)] }, [completed]),
                evenStopped: false,
                cancellation)
            .ConfigureAwait(false));
    }

    /// <summary>Forgets requests that have ended, or were taken back; stored with the next commit.</summary>
    public void Keep(IReadOnlyList<OpenBackfill> open) =>
        ledger.ForgetBackfills(progress => open.All(asked => asked.Request != progress.Request));

    private void Note(CommitResult result) => Ended = result == CommitResult.Committed ? Ended : result;
}
