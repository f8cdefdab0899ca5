using Dropzone.Ledger.Domain.Connectors;

namespace Dropzone.Ledger.Ingestion.Tests.Pure;

/// <summary>
/// Drives the product's planner, page loop and window ends over a model source. What a commit would write is kept in a set: the log's
/// part, which other tests hold against PostgreSQL, is only that the same version is written once.
/// </summary>
internal sealed class ModelPoller(ModelSource source, ManualClock clock, TimeSpan overlap)
{
    public static readonly ConnectorCredentials Credentials = new() { ClientId = "c", TenantId = "t" };

    private readonly Naming naming = new("defender", "alerts", "d");

    public Microsoft365Settings Settings { get; } = new()
    {
        Credentials = Credentials,
        LogIngestionDelay = overlap,
        PollLookback = TimeSpan.FromDays(1),
        PollInterval = TimeSpan.FromSeconds(10),
    };

    public HashSet<string> Recorded { get; } = new(StringComparer.Ordinal);

    public List<Dropzone.Ledger.Domain.Events.ConnectorEvent> Events { get; } = [];

    public PollCursor Cursor { get; private set; } = PollCursor.New;

    public int Commits { get; private set; }

    /// <summary>Live and, when due, reconcile pass and gaps. Answers the failure that ended it.</summary>
    public async Task<PollFailure?> PollAsync()
    {
        var failure = await PassAsync(Cursor.Live ?? WindowPlanner.BeginLive(Cursor, Settings, clock.GetUtcNow()));
        if (failure is null && (Cursor.Reconcile ?? WindowPlanner.BeginReconcile(Cursor, Settings, clock.GetUtcNow(), clock.GetUtcNow())) is { } reconcile)
        {
            failure = await PassAsync(reconcile);
        }

        foreach (var gap in Cursor.Gaps.Where(gap => WindowPlanner.IsDue(gap.NextTryAt, clock.GetUtcNow())).ToList())
        {
            var window = WindowPlanner.Retry(gap);
            var read = await ReadAsync(window, (_, _) => new(Cursor, []), (counts, _) => WindowEnd.GapClosed(Cursor, gap, window, counts, naming, clock.GetUtcNow()));
            if (read.Failure is { } again)
            {
                Commit(WindowEnd.GapFailed(Cursor, gap, again, naming, Settings.PollInterval, clock.GetUtcNow(), 0.5));
            }
        }

        return failure;
    }

    private async Task<PollFailure?> PassAsync(Pass pass)
    {
        var origin = pass.Origin;
        for (Pass? rest = pass; rest is not null; rest = Current(origin))
        {
            if (WindowPlanner.Next(rest, Cursor.Gaps) is not { } window)
            {
                return null;
            }

            var now = rest with { At = window.From };
            var read = await ReadAsync(
                window,
                (key, counts) => new(With(now with { Resume = new Resume(key, counts) }), []),
                (counts, mark) => WindowEnd.Covered(Cursor, now, window, counts, mark, naming, clock.GetUtcNow()));
            if (read.Failure is { } failure)
            {
                Commit(WindowEnd.Failed(Cursor, Current(origin) ?? now, window, failure, naming, Settings.PollInterval, clock.GetUtcNow(), 0.5));
                return failure;
            }
        }

        return null;
    }

    private Task<WindowResult> ReadAsync(
        PollWindow window, Func<string, WindowCounts, CursorStep> resume, Func<WindowCounts, HighMark?, CursorStep> end) =>
        new WindowReading(source, Record, clock).ReadAsync(window, resume, end, CancellationToken.None);

    private Task<(CommitResult, WindowCounts)> Record(
        PollWindow window,
        IReadOnlyList<SourceRecord> records,
        bool quietly,
        DateTimeOffset observedAt,
        Func<WindowCounts, CursorStep> finish,
        CancellationToken cancellation)
    {
        var fresh = records.Count(record => Recorded.Add(record.Key));
        var counts = new WindowCounts { Pages = 1, Received = records.Count, New = fresh };
        if (!quietly || fresh > 0)
        {
            Commit(finish(counts));
        }

        return Task.FromResult((CommitResult.Committed, counts));
    }

    private void Commit(CursorStep step)
    {
        Commits++;
        Cursor = PollCursor.FromJson(step.Cursor.ToJson());
        Events.AddRange(step.Events);
    }

    private Pass? Current(Dropzone.Ledger.Domain.Events.Origin origin) =>
        origin == Dropzone.Ledger.Domain.Events.Origin.Live ? Cursor.Live : Cursor.Reconcile;

    private PollCursor With(Pass pass) =>
        pass.Origin == Dropzone.Ledger.Domain.Events.Origin.Live ? Cursor with { Live = pass } : Cursor with { Reconcile = pass };
}
