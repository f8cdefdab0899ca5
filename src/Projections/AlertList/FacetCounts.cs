namespace Dropzone.Ledger.Projections;

/// <summary>Facets summed from the dashboard's cells, pure: few rows, however many alerts there are.</summary>
internal static class FacetCounts
{
    /// <summary>Counts under the filter's connector, severities, statuses, investigation and decision; its other parts are not counted by.</summary>
    public static AlertFacets Of(long position, IReadOnlyCollection<(CountCell Cell, long Alerts)> cells, AlertListFilter filter)
    {
        var state = filter.Decision is { } decision ? AlertEntries.Word(decision) : null;
        var investigation = filter.Investigation.Select(i => i.ToString()).ToList();
        var tests = new Dictionary<string, Func<CountCell, bool>>(StringComparer.Ordinal)
        {
            ["connector"] = c => filter.Connector is null || c.Connector == filter.Connector,
            ["severity"] = c => filter.Severities.Count == 0 || filter.Severities.Contains(c.Severity),
            ["status"] = c => filter.Statuses.Count == 0 || filter.Statuses.Contains(c.Status),
            ["investigation"] = c => investigation.Count == 0 || investigation.Contains(c.InvestigationStatus),
            ["decision"] = c => state is null || c.State == state,
        };

        IReadOnlyList<ValueCount> By(string own, Func<CountCell, string> value) =>
        [
            .. cells.Where(c => tests.All(t => t.Key == own || t.Value(c.Cell)))
                .GroupBy(c => value(c.Cell), c => c.Alerts, StringComparer.Ordinal)
                .Select(g => new ValueCount(g.Key, g.Sum()))
                .OrderByDescending(v => v.Count).ThenBy(v => v.Value, StringComparer.Ordinal),
        ];

        return new AlertFacets(
            position,
            By("connector", c => c.Connector),
            By("severity", c => c.Severity),
            By("status", c => c.Status),
            By("investigation", c => c.InvestigationStatus),
            By("", c => c.DetectionSource),
            By("decision", c => c.State),
            cells.Where(c => tests.Values.All(test => test(c.Cell))).Sum(c => c.Alerts));
    }
}
