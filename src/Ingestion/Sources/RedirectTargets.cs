using Dropzone.Ledger.Domain.Mapping;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>A query of one workspace.</summary>
internal delegate Task<(LogTable? Table, CloudError? Error)> WorkspaceQuery(string kql, CancellationToken cancellation);

/// <summary>
/// Finds the incident that took over a redirected one. The tables do not name it: it is the one that lists the alerts which the redirected
/// one listed before; where those rows have left the table, Graph names the Defender incident.
/// </summary>
internal sealed class RedirectTargets(WorkspaceQuery query, CloudConnection connection, Func<CancellationToken, Task> graphBudget)
{
    /// <summary>The newest row of that incident; null while it cannot be told. Never fails: a redirected incident is recorded either way.</summary>
    /// <param name="incident">The redirected incident.</param>
    /// <param name="providerIncidentId">The Defender incident behind it, if any.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<SentinelIncidentRow?> FindAsync(string incident, string? providerIncidentId, CancellationToken cancellation) =>
        await ByAlertsAsync(incident, cancellation).ConfigureAwait(false)
        ?? (providerIncidentId is null ? null : await ByGraphAsync(incident, providerIncidentId, cancellation).ConfigureAwait(false));

    private async Task<SentinelIncidentRow?> ByAlertsAsync(string incident, CancellationToken cancellation)
    {
        var (listed, _) = await query(SentinelQueries.AlertIdsOf(incident), cancellation).ConfigureAwait(false);
        var ids = (listed?.Rows ?? []).SelectMany(row => JsonTexts.Read(listed!.Text(row, "AlertIds"))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var candidates = new List<(LogTable Table, LogRow Row)>();
        foreach (var chunk in ids.Chunk(SentinelQueries.IdsAtOnce))
        {
            var (table, _) = await query(SentinelQueries.IncidentsOf(chunk), cancellation).ConfigureAwait(false);
            candidates.AddRange((table?.Rows ?? []).Select(row => (table!, row)));
        }

        return Best(incident, candidates, row => JsonTexts.Read(row.Table.Text(row.Row, "AlertIds")).Count(ids.Contains));
    }

    private async Task<SentinelIncidentRow?> ByGraphAsync(string incident, string providerIncidentId, CancellationToken cancellation)
    {
        await graphBudget(cancellation).ConfigureAwait(false);
        var read = await connection.Graph.GetIncidentAsync(providerIncidentId, cancellation: cancellation).ConfigureAwait(false);
        if (!read.TryGet(out var twin, out _) || twin.Text("redirectIncidentId") is not { Length: > 0 } into)
        {
            return null;
        }

        var (table, _) = await query(SentinelQueries.IncidentsOfProvider(into), cancellation).ConfigureAwait(false);
        return Best(incident, (table?.Rows ?? []).Select(row => (table!, row)), _ => 1);
    }

    private static SentinelIncidentRow? Best(string incident, IEnumerable<(LogTable Table, LogRow Row)> candidates, Func<(LogTable Table, LogRow Row), int> weight) =>
        candidates
            .Where(one => one.Table.Text(one.Row, "IncidentName") is { } name && !name.Equals(incident, StringComparison.OrdinalIgnoreCase))
            .Where(one => !IsRedirected(one.Table, one.Row))
            .OrderByDescending(weight)
            .ThenBy(one => one.Table.Text(one.Row, "IncidentName"), StringComparer.Ordinal)
            .Select(one => new SentinelIncidentRow(one.Table.ColumnBytes, one.Row.Utf8))
            .FirstOrDefault();

    /// <summary>Whether a row of SecurityIncident says that it was folded into another.</summary>
    public static bool IsRedirected(LogTable table, LogRow row) =>
        SentinelIncidentMapper.IsRedirected(table.Text(row, "Status") ?? "", JsonTexts.Members(table.Text(row, "Labels"), "labelName"));
}
