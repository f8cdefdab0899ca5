using System.Text;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Appending;

/// <summary>Pages as the product's pollers write them: one append, facts, documents and cursor together.</summary>
internal sealed class ProductPages(EventLog log)
{
    private const string Cursor = "bench";
    private long revision;

    /// <summary>Seals, encodes and appends a page.</summary>
    public async Task WriteAsync(IReadOnlyList<AlertInput> page, CancellationToken cancellation)
    {
        var request = Request(page);
        if (await log.AppendAsync(request, cancellation) is not AppendOutcome.Appended { AlreadyKnown: 0 })
        {
            throw new InvalidOperationException("The page was not appended.");
        }

        revision++;
    }

    private AppendRequest Request(IReadOnlyList<AlertInput> page)
    {
        var streams = new List<StreamAppend>(page.Count);
        var vault = new List<VaultEntry>(2 * page.Count);
        foreach (var alert in page)
        {
            var (payload, entities, events) = alert.Seal();
            vault.Add(payload);
            vault.Add(entities);
            streams.Add(new StreamAppend(alert.Stream, "alert", 0, [.. events.Select((e, n) => ToAppend(alert.Ids[n], EventCodec.Encode(e)))]));
        }

        return new AppendRequest
        {
            Tenant = BenchDatabase.Tenant,
            Streams = streams,
            Vault = vault,
            Cursor = new CursorMove(Cursor, revision, Encoding.UTF8.GetBytes($$"""{"page":{{revision + 1}}}""")),
        };
    }

    private static EventToAppend ToAppend(Guid id, EncodedEvent encoded) => new(id, encoded.Alias, encoded.Data);
}
