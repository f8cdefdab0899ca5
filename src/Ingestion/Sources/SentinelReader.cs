using System.Security.Cryptography;
using System.Text;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// The incidents of one Sentinel workspace, by ingestion time, each with the newest rows of its SecurityAlerts. An alert row that arrives
/// after its incident's row brings the incident again.
/// </summary>
internal sealed class SentinelReader(
    CloudConnection connection,
    string workspace,
    string workspaceId,
    int pageSize,
    Func<CancellationToken, Task> budget,
    Func<CancellationToken, Task> graphBudget) : ICountedReader
{
    public const string Incidents = "incidents";

    public string Resource { get; } = $"{Incidents}/{workspace}";

    public string FilterDigest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SentinelQueries.Shape)));

    public int PageSize => pageSize;

    public bool CapKnown => true;

    public bool Keeps => true;

    public string? NotAskedFor => "rows of SecurityAlert that no incident lists";

    public async Task<CloudResult<SourcePage>> ReadAsync(PageRequest request, CancellationToken cancellation)
    {
        var query = SentinelQueries.Incidents(request.From, request.To, pageSize);
        var (table, error) = await QueryAsync(query, cancellation).ConfigureAwait(false);
        return table is null
            ? Failed(error)
            : await ComposeAsync([.. table.Rows.Select(row => (table, row))], takesPart: true, null, cancellation).ConfigureAwait(false);
    }

    public async Task<CloudResult<SourcePage>> ReadRestAsync(
        PageRequest window, IReadOnlySet<string> recorded, CancellationToken cancellation)
    {
        var (changed, error) = await QueryAsync(SentinelQueries.ChangedAlerts(window.From, window.To), cancellation).ConfigureAwait(false);
        if (changed is null)
        {
            return Failed(error);
        }

        var ids = changed.Rows.Select(row => changed.Text(row, "SystemAlertId")).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        var found = new Dictionary<string, (LogTable, LogRow)>(StringComparer.OrdinalIgnoreCase);
        foreach (var chunk in ids.Chunk(SentinelQueries.IdsAtOnce))
        {
            (var incidents, error) = await QueryAsync(SentinelQueries.IncidentsOf(chunk), cancellation).ConfigureAwait(false);
            if (incidents is null)
            {
                return Failed(error);
            }

            foreach (var row in incidents.Rows)
            {
                if (incidents.Text(row, "IncidentName") is { } name && !recorded.Contains(name))
                {
                    found[name] = (incidents, row);
                }
            }
        }

        var newest = changed.Rows
            .Select(row => changed.Text(row, SentinelQueries.Ingested))
            .MaxBy(text => Instants.Parse(text) ?? DateTimeOffset.MinValue);
        return await ComposeAsync([.. found.Values], takesPart: false, newest, cancellation).ConfigureAwait(false);
    }

    public string CountedKind => AlertKind.SentinelIncident;

    public string? CountedWorkspace => workspace;

    public async Task<CloudResult<long>> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var (table, error) = await QueryAsync(SentinelQueries.CountIncidents(from, to), cancellation).ConfigureAwait(false);
        return table is null
            ? new CloudResult<long>.Failed(error!)
            : new CloudResult<long>.Ok(table.Rows is [var row] && long.TryParse(table.Text(row, SentinelQueries.Counted), out var count) ? count : 0);
    }

    private readonly RedirectTargets redirects = new((kql, cancellation) => QueryAsync(connection, workspaceId, kql, budget, cancellation), connection, graphBudget);

    private async Task<CloudResult<SourcePage>> ComposeAsync(
        IReadOnlyList<(LogTable Table, LogRow Row)> incidents, bool takesPart, string? alsoSeen, CancellationToken cancellation)
    {
        var listed = incidents.Select(incident => JsonTexts.Read(incident.Table.Text(incident.Row, "AlertIds"))).ToList();
        var alerts = new Dictionary<string, LogRow>(StringComparer.OrdinalIgnoreCase);
        var columns = ReadOnlyMemory<byte>.Empty;
        foreach (var chunk in listed.SelectMany(ids => ids).Distinct(StringComparer.OrdinalIgnoreCase).Chunk(SentinelQueries.IdsAtOnce))
        {
            var (table, error) = await QueryAsync(SentinelQueries.Alerts(chunk), cancellation).ConfigureAwait(false);
            if (table is null)
            {
                return Failed(error);
            }

            if (table.Rows.Count == 0)
            {
                continue;
            }

            if (!columns.IsEmpty && !columns.Span.SequenceEqual(table.ColumnBytes.Span))
            {
                return Failed(new CloudError(CloudErrorKind.InvalidAnswer, CloudService.LogAnalytics)
                {
                    Detail = "the columns of SecurityAlert changed between two queries",
                });
            }

            columns = table.ColumnBytes;
            foreach (var row in table.Rows)
            {
                alerts[table.Text(row, "SystemAlertId") ?? ""] = row;
            }
        }

        var records = new List<SourceRecord>(incidents.Count);
        for (var i = 0; i < incidents.Count; i++)
        {
            var (table, row) = incidents[i];
            var into = RedirectTargets.IsRedirected(table, row) && table.Text(row, "IncidentName") is { } name
                ? await redirects.FindAsync(name, ProviderIncident(table, row), cancellation).ConfigureAwait(false)
                : null;
            records.Add(Record(table, row, listed[i], columns, alerts, into, takesPart));
        }

        return new CloudResult<SourcePage>.Ok(new SourcePage(records, null) { AlsoSeen = alsoSeen });
    }

    private SourceRecord Record(
        LogTable table,
        LogRow row,
        IReadOnlyList<string> ids,
        ReadOnlyMemory<byte> columns,
        Dictionary<string, LogRow> alerts,
        SentinelIncidentRow? into,
        bool takesPart)
    {
        var own = ids.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(id => alerts.GetValueOrDefault(id))
            .OfType<LogRow>()
            .ToList();
        return new SourceRecord(
            AlertKind.SentinelIncident,
            SentinelIncidentMapper.Map(
                new SentinelIncidentRow(table.ColumnBytes, row.Utf8), [.. own.Select(alert => new SentinelAlertRow(columns, alert.Utf8))], workspace, into),
            SentinelIncidentMapper.Version,
            SentinelPayload.Compose(table.ColumnBytes, row.Utf8, own.Count == 0 ? default : columns, [.. own.Select(alert => alert.Utf8)], into),
            takesPart ? table.Text(row, SentinelQueries.Ingested) : null);
    }

    // An incident that Sentinel made itself has its own number as the provider's id, which would meet an unrelated Defender incident.
    private static string? ProviderIncident(LogTable table, LogRow row) =>
        table.Text(row, "ProviderName")?.EndsWith("Sentinel", StringComparison.OrdinalIgnoreCase) == true ? null : table.Text(row, "ProviderIncidentId");

    private Task<(LogTable? Table, CloudError? Error)> QueryAsync(string kql, CancellationToken cancellation) =>
        QueryAsync(connection, workspaceId, kql, budget, cancellation);

    /// <summary>The answer to one of our own queries; a table that does not exist yet is an empty one.</summary>
    internal static async Task<(LogTable? Table, CloudError? Error)> QueryAsync(
        CloudConnection connection, string workspaceId, string kql, Func<CancellationToken, Task> budget, CancellationToken cancellation)
    {
        await budget(cancellation).ConfigureAwait(false);
        var answer = await connection.LogAnalytics.QueryAsync(workspaceId, kql, cancellation: cancellation).ConfigureAwait(false);
        return answer.TryGet(out var tables, out var error) ? (tables.Primary, null)
            : AbsentTables.Is(error) ? (new LogTable("PrimaryResult", [], "[]"u8.ToArray(), []), null)
            : (null, error);
    }

    private static CloudResult<SourcePage> Failed(CloudError? error) => new CloudResult<SourcePage>.Failed(error!);
}
