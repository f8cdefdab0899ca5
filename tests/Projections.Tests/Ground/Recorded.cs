using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>An event on its way to the log.</summary>
public sealed record Recorded(string Stream, Guid Id, LedgerEvent Event)
{
    public EventToAppend ToAppend()
    {
        var encoded = EventCodec.Encode(Event);
        return new EventToAppend(Id, encoded.Alias, encoded.Data);
    }
}
