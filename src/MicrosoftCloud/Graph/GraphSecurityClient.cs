using System.Globalization;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>
/// Graph v1.0 <c>security/alerts_v2</c> and <c>security/incidents</c>, one page at a time. Every request asks for the enum members that
/// Graph otherwise hides behind <c>unknownFutureValue</c>.
/// </summary>
public sealed class GraphSecurityClient
{
    /// <summary>Largest page of alerts (constraints page of the API).</summary>
    public const int MaxAlerts = 1000;

    /// <summary>Largest page of incidents; 51 is refused with 400.</summary>
    public const int MaxIncidents = 50;

    private const int UsualAlerts = 200;
    private const string Prefer = "include-unknown-enum-members";
    private const string AlertsPath = "/v1.0/security/alerts_v2";
    private const string IncidentsPath = "/v1.0/security/incidents";
    private const string AlertsGrant = "the application permission SecurityAlert.Read.All";
    private const string IncidentsGrant = "the application permission SecurityIncident.Read.All";

    private readonly CloudChannel channel;
    private readonly EndpointSet endpoints;

    internal GraphSecurityClient(CloudChannel channel, EndpointSet endpoints) => (this.channel, this.endpoints) = (channel, endpoints);

    /// <summary>The first page of alerts that changed in a stretch of time, oldest change first.</summary>
    public Task<CloudResult<GraphPage>> ListAlertsAsync(AlertQuery query, CancellationToken cancellation = default) =>
        PageAsync(CloudSources.GraphAlerts, () => FirstPage(AlertsPath, query, UsualAlerts, MaxAlerts, AlertsGrant), cancellation);

    /// <summary>The first page of incidents that changed in a stretch of time, oldest change first.</summary>
    public Task<CloudResult<GraphPage>> ListIncidentsAsync(AlertQuery query, CancellationToken cancellation = default) =>
        PageAsync(CloudSources.GraphIncidents, () => FirstPage(IncidentsPath, query, MaxIncidents, MaxIncidents, IncidentsGrant), cancellation);

    /// <summary>A further page of alerts. The link must lead to the same server, else <see cref="CloudErrorKind.ForeignNextLink"/>.</summary>
    public Task<CloudResult<GraphPage>> NextAlertsAsync(string nextLink, CancellationToken cancellation = default) =>
        NextAsync(CloudSources.GraphAlerts, nextLink, AlertsGrant, cancellation);

    /// <summary>A further page of incidents. The link must lead to the same server, else <see cref="CloudErrorKind.ForeignNextLink"/>.</summary>
    public Task<CloudResult<GraphPage>> NextIncidentsAsync(string nextLink, CancellationToken cancellation = default) =>
        NextAsync(CloudSources.GraphIncidents, nextLink, IncidentsGrant, cancellation);

    /// <summary>One alert as it is now.</summary>
    public Task<CloudResult<RawRecord>> GetAlertAsync(string id, CancellationToken cancellation = default) =>
        OneAsync(CloudSources.GraphAlerts, AlertsPath, id, AlertsGrant, "", cancellation);

    /// <summary>One incident as it is now, with its alerts inside when they are asked for.</summary>
    public Task<CloudResult<RawRecord>> GetIncidentAsync(string id, bool withAlerts = false, CancellationToken cancellation = default) =>
        OneAsync(CloudSources.GraphIncidents, IncidentsPath, id, IncidentsGrant, withAlerts ? "?$expand=alerts" : "", cancellation);

    /// <summary>How many alerts changed in a stretch of time (<c>$count=true</c> with a page of one).</summary>
    public Task<CloudResult<long>> CountAlertsAsync(AlertQuery query, CancellationToken cancellation = default) =>
        CountAsync(CloudSources.GraphAlerts, AlertsPath, query, AlertsGrant, cancellation);

    /// <summary>How many incidents changed in a stretch of time.</summary>
    public Task<CloudResult<long>> CountIncidentsAsync(AlertQuery query, CancellationToken cancellation = default) =>
        CountAsync(CloudSources.GraphIncidents, IncidentsPath, query, IncidentsGrant, cancellation);

    private async Task<CloudResult<GraphPage>> PageAsync(CloudSources source, Func<CloudRequest> request, CancellationToken cancellation) =>
        endpoints.Refuses(source) is { } absent
            ? CloudResult.Failed<GraphPage>(absent)
            : Page(await channel.ListAsync(request(), cancellation).ConfigureAwait(false));

    private async Task<CloudResult<GraphPage>> NextAsync(
        CloudSources source, string nextLink, string grant, CancellationToken cancellation) =>
        endpoints.Refuses(source) is { } absent
            ? CloudResult.Failed<GraphPage>(absent)
            : Page(await channel.NextAsync(nextLink, address => Request(address, grant), cancellation).ConfigureAwait(false));

    private async Task<CloudResult<RawRecord>> OneAsync(
        CloudSources source, string path, string id, string grant, string query, CancellationToken cancellation)
    {
        if (endpoints.Refuses(source) is { } absent)
        {
            return CloudResult.Failed<RawRecord>(absent);
        }

        if (!PathSegments.TryEscape(id, out var segment))
        {
            return CloudResult.Failed<RawRecord>(channel.Error(CloudErrorKind.BadRequest, "the id cannot stand in an address"));
        }

        var read = await channel.OneAsync(Request(channel.Address($"{path}/{segment}{query}"), grant), cancellation).ConfigureAwait(false);
        return read.Then(one => CloudResult.Ok(one.Record));
    }

    private async Task<CloudResult<long>> CountAsync(
        CloudSources source, string path, AlertQuery query, string grant, CancellationToken cancellation)
    {
        if (endpoints.Refuses(source) is { } absent)
        {
            return CloudResult.Failed<long>(absent);
        }

        var address = channel.Address($"{path}?$count=true&$top=1&$filter={Uri.EscapeDataString(Filter(query))}");
        var read = await channel.ListAsync(Request(address, grant), cancellation).ConfigureAwait(false);
        return read.Then(page => page.List.Total is { } total
            ? CloudResult.Ok(total)
            : CloudResult.Failed<long>(channel.Error(CloudErrorKind.InvalidAnswer, "no @odata.count", page.RequestId)));
    }

    private CloudRequest FirstPage(string path, AlertQuery query, int usual, int most, string grant)
    {
        var top = Math.Clamp(query.Top ?? usual, 1, most).ToString(CultureInfo.InvariantCulture);
        return Request(
            channel.Address($"{path}?$filter={Uri.EscapeDataString(Filter(query))}&$orderby=lastUpdateDateTime%20asc&$top={top}"), grant);
    }

    private static string Filter(AlertQuery query)
    {
        var from = "lastUpdateDateTime ge " + SourceTimes.Text(query.ModifiedFrom);
        return query.ModifiedUntil is { } until
            ? $"{from} and lastUpdateDateTime {(query.UntilInclusive ? "le" : "lt")} {SourceTimes.Text(until)}"
            : from;
    }

    private static CloudRequest Request(Uri address, string grant) => new(address, grant) { Prefer = Prefer };

    private static CloudResult<GraphPage> Page(CloudResult<(RecordArray List, string? RequestId)> read) =>
        read.Then(page => CloudResult.Ok(new GraphPage(page.List.Records, page.List.NextLink, page.RequestId)));
}
