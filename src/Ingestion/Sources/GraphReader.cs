using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Defender alerts (<c>alerts_v2</c>) or Defender incidents of Microsoft Graph, by <c>lastUpdateDateTime</c>. Nothing but the time is sent
/// to the server. Incidents are read without their alerts: expanding them is known to fail for whole pages of large tenants.
/// </summary>
internal sealed class GraphReader(
    CloudConnection connection, bool incidents, int? pageSize, Func<CancellationToken, Task> budget, EnforcementModes? modes = null) : ICountedReader
{
    public const string Alerts = "alerts";
    public const string Incidents = "incidents";

    private readonly KnownBytes known = new();

    public string Resource => incidents ? Incidents : Alerts;

    public string FilterDigest { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(incidents ? "graph security/incidents" : "graph security/alerts_v2")));

    public int PageSize { get; } = Math.Clamp(
        pageSize ?? int.MaxValue, 1, incidents ? GraphSecurityClient.MaxIncidents : GraphSecurityClient.MaxAlerts);

    public bool CapKnown => false;

    public bool Keeps => true;

    public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        await budget(cancellation).ConfigureAwait(false);
        var read = await PageAsync(request, cancellation).ConfigureAwait(false);
        return read.Match<CloudResult<SourcePage>>(
            page => new CloudResult<SourcePage>.Ok(new SourcePage([.. page.Records.Select(Record)], page.NextLink)),
            error => new CloudResult<SourcePage>.Failed(error));
    }

    public Task<CloudResult<SourcePage>> ReadRestAsync(PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation) =>
        Task.FromResult(SourcePage.Nothing);

    public string CountedKind => incidents ? AlertKind.DefenderIncident : AlertKind.DefenderAlert;

    public async Task<CloudResult<long>> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await budget(cancellation).ConfigureAwait(false);
        var query = new AlertQuery(from, to);
        return await (incidents ? connection.Graph.CountIncidentsAsync(query, cancellation) : connection.Graph.CountAlertsAsync(query, cancellation))
            .ConfigureAwait(false);
    }

    private Task<CloudResult<GraphPage>> PageAsync(PageRequest request, CancellationToken cancellation)
    {
        var graph = connection.Graph;
        if (request.Link is { } link)
        {
            return incidents ? graph.NextIncidentsAsync(link, cancellation) : graph.NextAlertsAsync(link, cancellation);
        }

        var query = new AlertQuery(request.From, request.To, Top: PageSize);
        return incidents ? graph.ListIncidentsAsync(query, cancellation) : graph.ListAlertsAsync(query, cancellation);
    }

    private SourceRecord Record(RawRecord raw)
    {
        var mapped = new Lazy<MappedRecord>(() => incidents ? DefenderIncidentMapper.Map(raw.Utf8) : DefenderAlertMapper.Map(raw.Utf8));
        var record = new SourceRecord(
            incidents ? AlertKind.DefenderIncident : AlertKind.DefenderAlert,
            known.IdentityOf(raw.Utf8.Span, () => RecordIdentity.Of(mapped.Value, mapped.Value.Facts.ModifiedAt)),
            mapped,
            incidents ? DefenderIncidentMapper.Version : DefenderAlertMapper.Version,
            raw.Utf8);
        return modes is null || incidents ? record : record with { CompleteTogether = modes.FindAsync };
    }
}
