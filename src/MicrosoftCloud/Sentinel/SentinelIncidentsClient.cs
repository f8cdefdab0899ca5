using System.Globalization;
using System.Text.Json;

namespace Dropzone.Ledger.MicrosoftCloud;

/// <summary>Incidents of one Sentinel workspace through the resource manager, api-version 2025-09-01.</summary>
public sealed partial class SentinelIncidentsClient
{
    private const string Version = "api-version=2025-09-01";
    private const string PermissionsVersion = "api-version=2022-04-01";
    private const string Grant = "the role Microsoft Sentinel Reader";
    private const string WriteGrant = "the role Microsoft Sentinel Responder";
    private const int MostPages = 100;

    private readonly CloudChannel channel;
    private readonly EndpointSet endpoints;
    private readonly SentinelWorkspace workspace;

    internal SentinelIncidentsClient(CloudChannel channel, EndpointSet endpoints, SentinelWorkspace workspace) =>
        (this.channel, this.endpoints, this.workspace) = (channel, endpoints, workspace);

    /// <summary>The first page of incidents; with a bound, oldest change first.</summary>
    public async Task<CloudResult<SentinelIncidentPage>> ListAsync(SentinelIncidentQuery query, CancellationToken cancellation = default) =>
        Path() is { } path && Refusal() is null
            ? Page(await channel.ListAsync(Request($"{path}{Incidents}?{Version}{Options(query)}"), cancellation).ConfigureAwait(false))
            : CloudResult.Failed<SentinelIncidentPage>(Refusal() ?? BadWorkspace());

    /// <summary>A further page. The link must lead to the same server, else <see cref="CloudErrorKind.ForeignNextLink"/>.</summary>
    public async Task<CloudResult<SentinelIncidentPage>> NextAsync(string nextLink, CancellationToken cancellation = default) =>
        Refusal() is { } absent
            ? CloudResult.Failed<SentinelIncidentPage>(absent)
            : Page(await channel.NextAsync(nextLink, address => new CloudRequest(address, Grant), cancellation).ConfigureAwait(false));

    /// <summary>One incident as it is now.</summary>
    /// <param name="name">Its resource name (a GUID; old ones may be numeric).</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<CloudResult<SentinelIncident>> GetAsync(string name, CancellationToken cancellation = default) =>
        IncidentAsync(name, "", address => new CloudRequest(address, Grant), cancellation);

    /// <summary>
    /// Replaces an incident by a record that holds the etag which it was read with; another version since is <see cref="CloudErrorKind.Conflict"/>.
    /// What the record omits is cleared by the service. Sent once: after a lost answer, read the incident.
    /// </summary>
    /// <param name="name">Its resource name.</param>
    /// <param name="record">The whole record, JSON in UTF-8, with its <c>etag</c>.</param>
    /// <param name="cancellation">Stops waiting; the request may have arrived.</param>
    public Task<CloudResult<SentinelIncident>> PutAsync(string name, ReadOnlyMemory<byte> record, CancellationToken cancellation = default) =>
        IncidentAsync(name, "", address => new CloudRequest(address, WriteGrant) { JsonBody = record, Replaces = true }, cancellation);

    /// <summary>Leaves a comment, or replaces it: the same id is always one comment. It gives the incident a new version.</summary>
    /// <param name="name">The incident's resource name.</param>
    /// <param name="id">The comment's id, chosen by the caller.</param>
    /// <param name="message">At most 30,000 characters.</param>
    /// <param name="cancellation">Stops waiting; the request may have arrived.</param>
    public Task<CloudResult<SentinelIncident>> PutCommentAsync(string name, Guid id, string message, CancellationToken cancellation = default) =>
        IncidentAsync(
            name,
            $"/comments/{id:D}",
            address => new CloudRequest(address, WriteGrant)
            {
                JsonBody = JsonSerializer.SerializeToUtf8Bytes(new { properties = new { message } }),
                Replaces = true,
            },
            cancellation);

    /// <summary>What the application may do on the workspace, from the resource manager's own answer (all pages of it).</summary>
    public async Task<CloudResult<WorkspacePermissions>> ReadPermissionsAsync(CancellationToken cancellation = default)
    {
        if (Refusal() is { } absent || Path() is not { } path)
        {
            return CloudResult.Failed<WorkspacePermissions>(Refusal() ?? BadWorkspace());
        }

        var sets = new List<PermissionSet>();
        var read = await channel
            .ListAsync(Request($"{path}/providers/Microsoft.Authorization/permissions?{PermissionsVersion}"), cancellation)
            .ConfigureAwait(false);
        for (var page = 1; read.TryGet(out var got, out _); page++)
        {
            sets.AddRange(got.List.Records.Select(PermissionSet.Read));
            if (got.List.NextLink is not { } link || page == MostPages)
            {
                return CloudResult.Ok(new WorkspacePermissions(sets));
            }

            read = await channel.NextAsync(link, address => new CloudRequest(address, Grant), cancellation).ConfigureAwait(false);
        }

        return read.Then(_ => CloudResult.Ok(new WorkspacePermissions(sets)));
    }

    private async Task<CloudResult<SentinelIncident>> IncidentAsync(
        string name, string below, Func<Uri, CloudRequest> request, CancellationToken cancellation)
    {
        if (Refusal() is { } absent)
        {
            return CloudResult.Failed<SentinelIncident>(absent);
        }

        if (Path() is not { } path || !PathSegments.TryEscape(name, out var segment))
        {
            return CloudResult.Failed<SentinelIncident>(BadWorkspace());
        }

        var read = await channel
            .OneAsync(request(channel.Address($"{path}{Incidents}/{segment}{below}?{Version}")), cancellation)
            .ConfigureAwait(false);
        return read.Then(one => CloudResult.Ok(new SentinelIncident(one.Record, one.Record.Text("etag"), one.RequestId, Made: one.Status == 201)));
    }

    private const string Incidents = "/providers/Microsoft.SecurityInsights/incidents";

    private string? Path() =>
        Guid.TryParseExact(workspace.SubscriptionId, "D", out var subscription)
        && PathSegments.TryEscape(workspace.ResourceGroup, out var group)
        && PathSegments.TryEscape(workspace.Name, out var name)
            ? $"/subscriptions/{subscription:D}/resourceGroups/{group}/providers/Microsoft.OperationalInsights/workspaces/{name}"
            : null;

    private CloudError? Refusal() => endpoints.Refuses(CloudSources.SentinelIncidents);

    private CloudError BadWorkspace() => channel.Error(
        CloudErrorKind.SettingsInvalid, "subscriptionId must be a GUID; resource group, workspace and incident need a name");

    private CloudRequest Request(string pathAndQuery) => new(channel.Address(pathAndQuery), Grant);

    private static string Options(SentinelIncidentQuery query)
    {
        var bounds = new List<string>();
        if (query.ModifiedFrom is { } from)
        {
            bounds.Add("properties/lastModifiedTimeUtc ge " + SourceTimes.Text(from));
        }

        if (query.ModifiedUntil is { } until)
        {
            bounds.Add("properties/lastModifiedTimeUtc lt " + SourceTimes.Text(until));
        }

        var options = bounds.Count == 0
            ? ""
            : $"&$filter={Uri.EscapeDataString(string.Join(" and ", bounds))}&$orderby=properties/lastModifiedTimeUtc%20asc";
        return query.Top is { } top ? options + "&$top=" + Math.Max(1, top).ToString(CultureInfo.InvariantCulture) : options;
    }

    private static CloudResult<SentinelIncidentPage> Page(CloudResult<(RecordArray List, string? RequestId)> read) =>
        read.Then(page => CloudResult.Ok(new SentinelIncidentPage(page.List.Records, page.List.NextLink, page.RequestId)));
}
