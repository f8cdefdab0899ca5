using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Once a day, after a poll that read everything, asks the source how many items it holds in the stretch that the ledger has covered, and
/// compares. An item that changes between the two counts makes them differ for a moment: only a difference that lasts is recorded as one.
/// </summary>
internal sealed class SourceCounting(ICountedReader reader, PollLedger ledger, ConnectorView connector, CountRecorded recorded, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    private int differed;
    private long? refusedAt;

    public string Resource => reader.Resource;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!IsDue(now) || Stretch(now) is not { } stretch)
        {
            return;
        }

        var source = await reader.CountAsync(stretch.From, stretch.To, cancellation).ConfigureAwait(false);
        if (!source.TryGet(out var atSource, out _))
        {
            refusedAt = time.GetTimestamp();
            return;
        }

        var what = new CountedStretch(
            connector.Tenant, connector.State.Connector, reader.CountedKind, reader.CountedWorkspace, stretch.From, stretch.To);
        if (await recorded(what, cancellation).ConfigureAwait(false) is not { } inLedger || (inLedger != atSource && ++differed < Tries))
        {
            return;
        }

        differed = 0;
        var counted = new SourceCounted
        {
            Connector = connector.State.Connector,
            Resource = reader.Resource,
            Window = stretch,
            AtSource = atSource,
            InLedger = inLedger,
            ObservedAt = now,
        };
        await ledger
            .MoveAsync(() => new CursorStep(ledger.Cursor with { CountedAt = now }, [counted]), evenStopped: false, cancellation)
            .ConfigureAwait(false);
    }

    private bool IsDue(DateTimeOffset now) =>
        (ledger.Cursor.CountedAt is not { } last || now < last || now - last >= Every)
        && (refusedAt is not { } refused || time.GetElapsedTime(refused) >= AfterRefusal);

    /// <summary>What was read by live windows, less the overlap, in which items may still appear.</summary>
    private SourceWindow? Stretch(DateTimeOffset now)
    {
        var (cursor, settings) = (ledger.Cursor, connector.State.Settings);
        if (cursor is not { Start: { } start, CoveredTo: { } covered })
        {
            return null;
        }

        var to = Instants.Cut(Instants.Min(covered, Instants.Back(now, settings.LogIngestionDelay)));
        var reach = settings.PollLookback > Longest ? Longest : settings.PollLookback;
        var from = Instants.Cut(Instants.Max(start, Instants.Back(to, reach)));
        return to > from ? new SourceWindow(from, to) : null;
    }
}
