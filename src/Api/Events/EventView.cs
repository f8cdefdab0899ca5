using System.Text.Json;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Events;

/// <summary>An event of the log, as it stands there.</summary>
/// <param name="Position">Its number in the tenant's log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its number in the stream.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Timestamp">When the log took it.</param>
/// <param name="Digest">SHA-256 of its canonical form.</param>
/// <param name="CorrelationId">Joins the events of one request.</param>
/// <param name="CausationId">What caused it.</param>
/// <param name="User">Who acted.</param>
/// <param name="Data">What it says.</param>
public sealed record EventView(
    long Position,
    Guid Id,
    string Stream,
    long Version,
    string Type,
    DateTimeOffset Timestamp,
    string Digest,
    string? CorrelationId,
    string? CausationId,
    string? User,
    JsonElement Data)
{
    /// <summary>The view of a stored event.</summary>
    public static EventView Of(StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        using var data = JsonDocument.Parse(e.Data);
        return new(
            e.Position, e.Id, e.Stream, e.Version, e.Type, e.Timestamp, e.Digest, e.CorrelationId, e.CausationId, e.UserName,
            data.RootElement.Clone());
    }
}
