using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The incidents of one workspace as the resource manager lists them, by their last modification. It keeps what has left SecurityIncident, or
/// never arrived there; an incident that the table told of as new or newer is passed over. Alerts and entities are asked for only when the
/// incident is recorded.
/// </summary>
internal sealed class ArmIncidentReader(
    SentinelIncidentsClient incidents,
    string workspace,
    RedirectTargets redirects,
    Func<CancellationToken, Task> budget) : IResourceReader
{
    public const string Incidents = "arm-incidents";

    public string Resource { get; } = $"{Incidents}/{workspace}";

    public string FilterDigest { get; } = Convert.ToHexStringLower(SHA256.HashData("arm incidents by lastModifiedTimeUtc"u8));

    public int PageSize => 50;

    public bool CapKnown => false;

    /// <summary>The table is the usual way; this one only mends.</summary>
    public bool Trails => true;

    public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        await budget(cancellation).ConfigureAwait(false);
        var read = request.Link is { } link
            ? await incidents.NextAsync(link, cancellation).ConfigureAwait(false)
            : await incidents.ListAsync(new SentinelIncidentQuery(request.From, request.To), cancellation).ConfigureAwait(false);
        if (!read.TryGet(out var page, out var error))
        {
            return new CloudResult<SourcePage>.Failed(error);
        }

        var records = new List<SourceRecord>(page.Records.Count);
        foreach (var raw in page.Records)
        {
            records.Add(await RecordAsync(raw, cancellation).ConfigureAwait(false));
        }

        return new CloudResult<SourcePage>.Ok(new SourcePage(records, page.NextLink));
    }

    public Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation) =>
        Task.FromResult(SourcePage.Nothing);

    private async Task<SourceRecord> RecordAsync(RawRecord raw, CancellationToken cancellation)
    {
        var parts = new ArmIncidentParts(raw.Utf8);
        var mapped = ArmIncidentMapper.Map(parts, workspace);
        if (SentinelIncidentMapper.IsRedirected(mapped.Facts.Status, mapped.Facts.Tags))
        {
            var provider = mapped.Facts.ServiceSource?.EndsWith("Sentinel", StringComparison.OrdinalIgnoreCase) == true ? null : mapped.Facts.ProviderIncidentId;
            var into = await redirects.FindAsync(mapped.SourceId, provider, cancellation).ConfigureAwait(false);
            parts = parts with { RedirectedTo = into is null ? null : SentinelIncidentMapper.Map(into, [], workspace).SourceId };
        }

        var record = Of(parts);
        return record with { Complete = (_, cancel) => CompleteAsync(record, parts, cancel) };
    }

    private async Task<SourceRecord> CompleteAsync(SourceRecord record, ArmIncidentParts parts, CancellationToken cancellation)
    {
        var name = record.Mapped.SourceId;
        await budget(cancellation).ConfigureAwait(false);
        var alerts = await incidents.ReadAlertsAsync(name, cancellation).ConfigureAwait(false);
        await budget(cancellation).ConfigureAwait(false);
        var entities = await incidents.ReadEntitiesAsync(name, cancellation).ConfigureAwait(false);
        string?[] missing = [Missing("alerts", alerts), Missing("entities", entities)];
        var whole = Of(parts with { Alerts = Bytes(alerts), Entities = Bytes(entities) });
        return whole with { Mapped = whole.Mapped with { Warnings = [.. whole.Mapped.Warnings, .. missing.OfType<string>()] } };
    }

    private SourceRecord Of(ArmIncidentParts parts)
    {
        var mapped = ArmIncidentMapper.Map(parts, workspace);
        return new SourceRecord(AlertKind.SentinelIncident, mapped, ArmIncidentMapper.Version, parts.Compose(), mapped.Facts.ModifiedAt) { Supplement = true };
    }

    private static ReadOnlyMemory<byte>? Bytes(CloudResult<RawRecord> read) => read.TryGet(out var record, out _) ? record.Utf8 : default(ReadOnlyMemory<byte>?);

    private static string? Missing(string part, CloudResult<RawRecord> read) =>
        read.TryGet(out _, out var error) ? null : $"{part}: not read from the resource manager ({error.Code})";
}
