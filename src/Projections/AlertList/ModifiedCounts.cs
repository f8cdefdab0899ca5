using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Counts alerts by the source time of their current version, whatever became of them.</summary>
public sealed class ModifiedCounts(ReadModels models)
{
    /// <summary>The number of alerts of a connector and kind whose current version was modified in a stretch, and the position that it reflects.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="connector">The connector's slug.</param>
    /// <param name="kind">The kind of alert.</param>
    /// <param name="workspace">The workspace; null = any.</param>
    /// <param name="from">Start, included.</param>
    /// <param name="to">End, excluded.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<(long Count, long Position)> CountAsync(
        string tenant, string connector, string kind, string? workspace, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertList, cancellationToken);
        var counts = await snapshot.Tables.Command("AlertList/count_modified.sql")
            .With(connector).With(kind).With(workspace).With(from.UtcTicks).With(to.UtcTicks)
            .ReadAsync(static reader => reader.GetInt64(0), cancellationToken);
        return (counts.Single(), snapshot.Position);
    }
}
