using System.Text.Json;
using Dropzone.Ledger.Bench.Running;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Bench.Soak.Samples;

/// <summary>An alert as the ledger recorded it.</summary>
/// <param name="Ingested">Its first event.</param>
/// <param name="Facts">The facts as they are stored.</param>
/// <param name="Payload">The bytes in the vault.</param>
/// <param name="Known">The fields that were read.</param>
internal sealed record RecordedAlert(AlertIngested Ingested, JsonElement Facts, ReadOnlyMemory<byte> Payload, IReadOnlyList<string> Known)
{
    /// <summary>Every alert of a ledger.</summary>
    public static async Task<IReadOnlyList<RecordedAlert>> ReadAsync(LedgerDatabase ledger, CancellationToken cancellation)
    {
        var filter = new LogFilter(["alert_ingested"]);
        var recorded = new List<RecordedAlert>();
        foreach (var stored in await ledger.Log.ReadLogAsync(BenchDatabase.Tenant, 0, int.MaxValue, filter, cancellation))
        {
            var ingested = (AlertIngested)EventCodec.Decode(stored.Type, stored.Data.Span);
            var payload = ReadOnlyMemory<byte>.Empty;
            if (ingested.Payload is { } reference)
            {
                var found = await ledger.Vault.ReadAsync(BenchDatabase.Tenant, [reference.Commitment], cancellation);
                payload = found.TryGetValue(reference.Commitment, out var content) && content.Matches(reference.Commitment) ? content.Bytes : payload;
            }

            using var data = JsonDocument.Parse(stored.Data);
            recorded.Add(new RecordedAlert(ingested, data.RootElement.GetProperty("facts").Clone(), payload, KnownFields(ingested, payload)));
        }

        return recorded;
    }

    /// <summary>The fields of the payload that hold something and were not read.</summary>
    public IReadOnlyList<string> PayloadOnly()
    {
        var known = Known.ToHashSet(StringComparer.Ordinal);
        return [.. PayloadPaths.Of(Ingested.Kind, Payload).Where(path => !known.Any(k => Covers(k, path))).Distinct(StringComparer.Ordinal)];
    }

    private static bool Covers(string known, string path) => path == known || path.StartsWith(known + ".", StringComparison.Ordinal) || path.StartsWith(known + "[", StringComparison.Ordinal);

    private static IReadOnlyList<string> KnownFields(AlertIngested ingested, ReadOnlyMemory<byte> payload) => ingested.Kind switch
    {
        AlertKind.DefenderAlert => DefenderAlertMapper.Map(payload).KnownFields,
        AlertKind.EmailThreatSubmission => EmailThreatSubmissionMapper.Map(payload).KnownFields,
        AlertKind.DefenderIncident => DefenderIncidentMapper.Map(payload).KnownFields,
        AlertKind.SentinelIncident when SentinelPayload.Read(payload) is { } rows =>
            SentinelIncidentMapper.Map(rows.Incident, rows.Alerts, ingested.Facts.Workspace ?? "").KnownFields,
        _ => [],
    };
}
