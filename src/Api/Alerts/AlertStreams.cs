using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>One event of an alert, as stored and as read.</summary>
/// <param name="Stored">As stored.</param>
/// <param name="Event">As read.</param>
public sealed record ReadEvent(StoredEvent Stored, LedgerEvent Event);

/// <summary>The stream of one alert.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Events">Its events, in order.</param>
/// <param name="State">Their fold.</param>
public sealed record AlertRecord(string Stream, IReadOnlyList<ReadEvent> Events, AlertState State);

/// <summary>Reads alerts from the log, where nothing is ever behind.</summary>
public sealed class AlertStreams(LedgerDatabase database)
{
    private const string FirstSight = "alert_ingested";

    /// <summary>The alert of an id; null when there is none in this tenant.</summary>
    public async Task<AlertRecord?> FindAsync(string tenant, Guid id, CancellationToken cancellation)
    {
        var first = await database.Log.FindAsync(tenant, id, cancellation);
        if (first is not { Type: FirstSight })
        {
            return null;
        }

        var stored = await database.Log.ReadStreamAsync(tenant, first.Stream, cancellationToken: cancellation);
        var events = stored.Select(static e => new ReadEvent(e, EventCodec.Decode(e.Type, e.Data.Span))).ToList();
        var state = AlertState.Fold(events.Select(static e => (e.Event, e.Stored.Id, e.Stored.Version, e.Stored.Timestamp)));
        return state is null ? null : new AlertRecord(first.Stream, events, state);
    }
}
