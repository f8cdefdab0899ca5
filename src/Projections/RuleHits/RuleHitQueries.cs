using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>What one rule excluded in one week.</summary>
/// <param name="Rule">The rule, by the name that decisions call it.</param>
/// <param name="Week">The Monday, UTC.</param>
/// <param name="Hits">Decisions by it.</param>
/// <param name="LastHit">The last of them.</param>
/// <param name="LastPosition">The position of that.</param>
public sealed record RuleWeek(string Rule, DateOnly Week, long Hits, DateTimeOffset LastHit, long LastPosition);

/// <summary>Reads what rules excluded.</summary>
public sealed class RuleHitQueries(ReadModels models)
{
    /// <summary>Every week in which a rule of the connector excluded something, and the position that this reflects.</summary>
    public async Task<(long Position, IReadOnlyList<RuleWeek> Weeks)> ListAsync(string tenant, string connector, CancellationToken cancellationToken = default)
    {
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.RuleHits, cancellationToken);
        var weeks = await snapshot.Tables.Command("RuleHits/load.sql").With(connector).ReadAsync(
            static r => new RuleWeek(r.GetString(0), r.GetFieldValue<DateOnly>(1), r.GetInt64(2), r.GetFieldValue<DateTimeOffset>(3), r.GetInt64(4)),
            cancellationToken);
        return (snapshot.Position, weeks);
    }
}
