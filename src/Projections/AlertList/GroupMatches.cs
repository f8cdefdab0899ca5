using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads what group rules held together of late.</summary>
public sealed class GroupMatches(ReadModels models)
{
    /// <summary>By rule, the alerts that it placed, or that changed where it had placed them, behind a position; rules without any are absent.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(string tenant, long after, CancellationToken cancellationToken = default)
    {
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var rules = await snapshot.Tables.Command("AlertList/rule_matches.sql").With(after)
            .ReadAsync(static r => (Rule: r.GetString(0), Alerts: r.GetInt64(1)), cancellationToken);
        return rules.ToDictionary(static r => r.Rule, static r => r.Alerts, StringComparer.Ordinal);
    }
}
