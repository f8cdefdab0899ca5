using System.Globalization;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Looks for holes in the incident numbers of one workspace. It reads the ledger's own log and no source: whichever way an incident came, by
/// the table, by the resource manager or by a backfill, it counts.
/// </summary>
internal sealed class NumberWatch(LedgerDatabase database, ConnectorView connector, string workspace, TimeProvider time)
{
    public const string Numbers = "incident-numbers";

    private const int AtOnce = 10_000;
    private const int Tries = 20;

    private readonly Naming naming = new(connector.State.Connector, $"{Numbers}/{workspace}", "");
    private (long Revision, NumberCursor Cursor)? loaded;

    /// <summary>Looks at what was recorded since the last look, and says what is missing.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (revision, before) = loaded ??= await LoadAsync(cancellation).ConfigureAwait(false);
            var head = await database.Log.PositionAtAsync(connector.Tenant, Instants.Forth(time.GetUtcNow(), HighMark.Ahead), cancellation).ConfigureAwait(false);
            var stored = await ReadAsync(before.Position, cancellation).ConfigureAwait(false);
            var (cursor, events) = NumberJudge.Judge(
                before, stored.Select(Read).OfType<NumberedIncident>(), naming, workspace, connector.State.Settings.LogIngestionDelay, time.GetUtcNow());
            cursor = cursor with { Position = Math.Max(stored.Count == AtOnce ? 0 : head, stored.Count == 0 ? before.Position : stored[^1].Position) };
            switch (await database.Log.AppendAsync(Request(revision, cursor, events), cancellation).ConfigureAwait(false))
            {
                case AppendOutcome.Appended:
                    loaded = (checked(revision + 1), cursor);
                    if (events.Count > 0)
                    {
                        await connector.RefreshAsync(cancellation).ConfigureAwait(false);
                    }

                    return;
                case AppendOutcome.VersionConflict:
                    await connector.RefreshAsync(cancellation).ConfigureAwait(false);
                    break;
                default:
                    // Another process has looked: the connector's own resources will find that its lease is gone.
                    loaded = null;
                    return;
            }
        }
    }

    private async Task<(long, NumberCursor)> LoadAsync(CancellationToken cancellation) =>
        await database.Cursors.ReadAsync(connector.Tenant, PollCursor.NameOf(naming.Connector, naming.Resource), cancellation).ConfigureAwait(false) is { } row
            ? (row.Revision, NumberCursor.FromJson(row.State.Span))
            : (0, NumberCursor.New);

    private Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, CancellationToken cancellation) => database.Log.ReadLogAsync(
        connector.Tenant,
        after,
        AtOnce,
        new LogFilter(["alert_ingested"], StreamPrefix: StreamId.Alert(naming.Connector, AlertKind.SentinelIncident, "")),
        cancellation);

    private NumberedIncident? Read(StoredEvent stored) =>
        EventCodec.Decode(stored.Type, stored.Data.Span) is AlertIngested e && e.Facts.Workspace == workspace
        && long.TryParse(e.Facts.IncidentNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Instants.Parse(e.Facts.CreatedAt) is { } created
            ? new NumberedIncident(number, created, stored.Timestamp, e.Window?.From ?? e.ObservedAt)
            : null;

    private AppendRequest Request(long revision, NumberCursor cursor, IReadOnlyList<ConnectorEvent> events) => new()
    {
        Tenant = connector.Tenant,
        Mode = AppendMode.Page,
        Streams = events.Count == 0 ? [] : [new StreamAppend(connector.Stream, "connector", connector.State.StreamVersion, [.. events.Select(Encode)])],
        Checks = events.Count == 0 ? [] : [new VersionCheck(connector.Stream, connector.State.StreamVersion)],
        Vault = [],
        Cursor = new CursorMove(PollCursor.NameOf(naming.Connector, naming.Resource), revision, cursor.ToJson()),
    };

    private EventToAppend Encode(ConnectorEvent e)
    {
        var encoded = EventCodec.Encode(e);
        var (window, attempt) = e is CoverageGapFound gap ? (gap.Window, gap.Attempt) : (((PollWindowCovered)e).Window, ((PollWindowCovered)e).Attempt);
        return new EventToAppend(
            EventIds.Window(naming.Connector, naming.Resource, window.From, window.To, attempt, encoded.Alias), encoded.Alias, encoded.Data);
    }
}
