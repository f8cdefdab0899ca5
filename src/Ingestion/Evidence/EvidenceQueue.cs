using System.Text.Json;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>A version of an alert, and the mails that it speaks of.</summary>
/// <param name="Position">The position of its event.</param>
/// <param name="Stream">The alert's stream.</param>
/// <param name="Version">The version of the stream that the event made.</param>
/// <param name="Mails">The mails.</param>
internal sealed record VersionWithMails(long Position, string Stream, long Version, IReadOnlyList<WantedMail> Mails);

/// <summary>
/// Finds in the ledger's own log the versions that speak of mails: whichever way an alert came, it counts. Which mails they are stands in the vault, so
/// that an erased alert has none.
/// </summary>
internal sealed class EvidenceQueue(LedgerDatabase database, string tenant, string connector, IEvidenceSource source)
{
    private const int AtOnce = 200;
    private static readonly string[] Types = ["alert_ingested", "alert_revised"];
    private readonly Dictionary<EvidenceLane, Part> parts = new() { [EvidenceLane.Live] = new(), [EvidenceLane.Past] = new() };

    /// <summary>The first version behind a position, in the order of the log; null when the log holds none.</summary>
    public async Task<VersionWithMails?> NextAsync(EvidenceLane lane, long after, CancellationToken cancellation)
    {
        var part = parts[lane];
        part.Read = Math.Max(part.Read, after);
        while (true)
        {
            while (part.Found.TryPeek(out var first) && first.Position <= after)
            {
                part.Found.Dequeue();
            }

            if (part.Found.Count > 0)
            {
                return part.Found.Peek();
            }

            // What is appended after this is behind the position for sure, however little of it is of this connector.
            var head = (await database.Log.HeadAsync(tenant, cancellation).ConfigureAwait(false)).Position;
            if (part.Read >= head)
            {
                return null;
            }

            var stored = await database.Log
                .ReadLogAsync(tenant, part.Read, AtOnce, new LogFilter(Types, StreamPrefix: $"alert/{connector}/"), cancellation).ConfigureAwait(false);
            part.Read = stored.Count == AtOnce ? stored[^1].Position : Math.Max(head, stored.Count == 0 ? 0 : stored[^1].Position);
            foreach (var version in await WithMailsAsync([.. stored.Where(e => IsOf(lane, e))], cancellation).ConfigureAwait(false))
            {
                part.Found.Enqueue(version);
            }
        }
    }

    /// <summary>Up to where a lane was read; everything found before was handed out once <see cref="NextAsync"/> answers null.</summary>
    public long ReadTo(EvidenceLane lane) => parts[lane].Read;

    /// <summary>The version at a position; null when it speaks of no mail any more, since it was erased.</summary>
    public async Task<VersionWithMails?> AtAsync(long position, CancellationToken cancellation)
    {
        var stored = await database.Log.ReadLogAsync(tenant, position - 1, 1, null, cancellation).ConfigureAwait(false);
        return (await WithMailsAsync([.. stored.Where(e => e.Position == position)], cancellation).ConfigureAwait(false)).SingleOrDefault();
    }

    private static bool IsOf(EvidenceLane lane, StoredEvent stored) =>
        (OriginOf(EventCodec.Decode(stored.Type, stored.Data.Span)) == Origin.Backfill) == (lane == EvidenceLane.Past);

    private static Origin? OriginOf(LedgerEvent e) => e switch
    {
        AlertIngested first => first.Origin,
        AlertRevised revised => revised.Origin,
        _ => null,
    };

    private async Task<IReadOnlyList<VersionWithMails>> WithMailsAsync(IReadOnlyList<StoredEvent> versions, CancellationToken cancellation)
    {
        var entities = versions.Where(e => StreamId.ParseAlert(e.Stream) is { } alert && source.Concerns(alert.Kind))
            .Select(e => (Stored: e, Reference: ReferenceOf(EventCodec.Decode(e.Type, e.Data.Span)))).Where(e => e.Reference is not null).ToList();
        var documents = await database.Vault
            .ReadAsync(tenant, [.. entities.Select(e => e.Reference!.Commitment).Distinct(StringComparer.Ordinal)], cancellation).ConfigureAwait(false);
        return
        [
            .. entities.Where(e => documents.ContainsKey(e.Reference!.Commitment))
                .Select(e => new VersionWithMails(
                    e.Stored.Position,
                    e.Stored.Stream,
                    e.Stored.Version,
                    source.Wanted(JsonSerializer.Deserialize<AlertEntities>(documents[e.Reference!.Commitment].Bytes.Span, LedgerJson.Options)!)))
                .Where(version => version.Mails.Count > 0),
        ];
    }

    private static VaultReference? ReferenceOf(LedgerEvent e) => e switch
    {
        AlertIngested first => first.Entities,
        AlertRevised revised => revised.Entities,
        _ => null,
    };

    private sealed class Part
    {
        public long Read { get; set; }

        public Queue<VersionWithMails> Found { get; } = new();
    }
}
