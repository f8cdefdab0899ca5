using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Access;

/// <summary>Appends what somebody did to the ledger itself: tokens issued, revoked, refused.</summary>
public sealed class LedgerRecords(LedgerDatabase database)
{
    /// <summary>Appends an event unless one of its id stands there, whoever made it, and answers the position of the one that stands.</summary>
    public async Task<long?> AppendOnceAsync(
        string tenant, LedgerEvent happened, Guid id, string userName, CancellationToken cancellation) =>
        await database.Log.FindAsync(tenant, id, cancellation) is { } earlier
            ? earlier.Position
            : await AppendAsync(tenant, happened, id, userName, cancellation)
              ?? (await database.Log.FindAsync(tenant, id, cancellation))?.Position;

    /// <summary>Appends one event to the tenant's stream <c>ledger</c> and answers the position; null when it could not be.</summary>
    public async Task<long?> AppendAsync(
        string tenant, LedgerEvent happened, Guid id, string userName, CancellationToken cancellation)
    {
        var encoded = EventCodec.Encode(happened);
        var outcome = await database.Log.AppendAsync(
            new AppendRequest
            {
                Tenant = tenant,
                Mode = AppendMode.Command,
                Streams =
                [
                    new StreamAppend(
                        StreamId.Ledger, "ledger", null, [new EventToAppend(id, encoded.Alias, encoded.Data) { UserName = userName }]),
                ],
            },
            cancellation);
        return outcome switch
        {
            AppendOutcome.Appended appended => appended.LastPosition,
            AppendOutcome.AlreadyAppended known => known.LastPosition,
            _ => null,
        };
    }
}
