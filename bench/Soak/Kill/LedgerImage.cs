using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Soak.Kill;

/// <summary>What must be the same whatever happened on the way.</summary>
/// <param name="Streams">Each alert's events: id, type, and data with digests of the vault's bytes in place of the salted commitments; no clock of ours.</param>
/// <param name="Evidence">
/// What came of each mail of each alert: the digest of what was kept, or null. It follows the alert when it can, so that its place among the alert's events
/// is not the same, and a mail that comes and goes may be kept by one and missed by the other.
/// </param>
/// <param name="Coverage">The union of the windows that were read whole, for each resource.</param>
/// <param name="Head">The last position.</param>
/// <param name="Faults">Positions or versions with holes.</param>
internal sealed record LedgerImage(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Streams,
    IReadOnlyDictionary<string, string?> Evidence,
    IReadOnlyDictionary<string, IReadOnlyList<Stretch>> Coverage,
    long Head,
    IReadOnlyList<string> Faults)
{
    private const int PageSize = 2000;

    /// <summary>Reads a whole ledger.</summary>
    public static async Task<LedgerImage> ReadAsync(BenchDatabase database, CancellationToken cancellation)
    {
        await using var ledger = database.Open();
        var streams = new Dictionary<string, (long Version, List<string> Events)>(StringComparer.Ordinal);
        var evidence = new Dictionary<string, string?>(StringComparer.Ordinal);
        var windows = new Dictionary<string, List<Stretch>>(StringComparer.Ordinal);
        var faults = new List<string>();
        var head = 0L;
        while (await ledger.Log.ReadLogAsync(BenchDatabase.Tenant, head, PageSize, null, cancellation) is { Count: > 0 } page)
        {
            var alerts = page.Where(static e => e.Stream.StartsWith("alert/", StringComparison.Ordinal)).ToList();
            var digests = await DigestsAsync(ledger, alerts, cancellation);
            foreach (var stored in page)
            {
                if (stored.Position != ++head)
                {
                    faults.Add($"Position {head} is missing; {stored.Position} follows.");
                    head = stored.Position;
                }

                if (EventCodec.Decode(stored.Type, stored.Data.Span) is PollWindowCovered covered)
                {
                    var key = $"{covered.Connector}/{covered.Resource}";
                    windows[key] = [.. windows.GetValueOrDefault(key) ?? [], new Stretch(covered.Window.From, covered.Window.To)];
                }
            }

            Add(streams, evidence, alerts, digests, faults);
        }

        return new LedgerImage(
            streams.ToDictionary(static s => s.Key, static IReadOnlyList<string> (s) => s.Value.Events, StringComparer.Ordinal), evidence, windows.ToDictionary(static w => w.Key, static w => Stretch.Union(w.Value), StringComparer.Ordinal), head, faults);
    }

    private static void Add(
        Dictionary<string, (long Version, List<string> Events)> streams,
        Dictionary<string, string?> evidence,
        List<StoredEvent> alerts,
        Dictionary<string, string> digests,
        List<string> faults)
    {
        foreach (var stored in alerts)
        {
            var (version, events) = streams.TryGetValue(stored.Stream, out var known) ? known : (0, []);
            if (stored.Version != version + 1)
            {
                faults.Add($"{stored.Stream} has version {stored.Version} after {version}.");
            }

            streams[stored.Stream] = (stored.Version, events);
            switch (EventCodec.Decode(stored.Type, stored.Data.Span))
            {
                case AlertEvidenceKept kept:
                    evidence[$"{stored.Stream} {kept.Evidence}"] = digests.GetValueOrDefault(kept.Document.Commitment, "(not in the vault)");
                    break;
                case AlertEvidenceMissed missed:
                    evidence.TryAdd($"{stored.Stream} {missed.Evidence}", null);
                    break;
                default:
                    events.Add($"{stored.Id} {stored.Type} {Comparable(stored, digests)}");
                    break;
            }
        }
    }

    private static string Comparable(StoredEvent stored, Dictionary<string, string> digests)
    {
        var data = JsonNode.Parse(stored.Data.Span)!.AsObject();
        data.Remove("observedAt");
        data.Remove("window");
        foreach (var name in (string[])["payload", "entities"])
        {
            if (data[name]?["commitment"]?.GetValue<string>() is { } commitment)
            {
                data[name]!["commitment"] = digests.GetValueOrDefault(commitment, "(not in the vault)");
            }
        }

        return data.ToJsonString();
    }

    private static async Task<Dictionary<string, string>> DigestsAsync(LedgerDatabase ledger, List<StoredEvent> events, CancellationToken cancellation)
    {
        var commitments = events.SelectMany(static e => Commitments(e)).Distinct(StringComparer.Ordinal).ToList();
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in commitments.Chunk(200))
        {
            foreach (var (commitment, content) in await ledger.Vault.ReadAsync(BenchDatabase.Tenant, some, cancellation))
            {
                digests[commitment] = content.Matches(commitment) ? Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span)) : "(does not match)";
            }
        }

        return digests;
    }

    private static IEnumerable<string> Commitments(StoredEvent stored) => EventCodec.Decode(stored.Type, stored.Data.Span) switch
    {
        AlertIngested e => ((string?[])[e.Payload?.Commitment, e.Entities?.Commitment]).OfType<string>(),
        AlertRevised e => ((string?[])[e.Payload?.Commitment, e.Entities?.Commitment]).OfType<string>(),
        AlertEvidenceKept e => [e.Document.Commitment],
        _ => [],
    };
}
