using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads who did what.</summary>
public sealed class ActivityQueries(ReadModels models)
{
    /// <summary>A page, newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cursor">The former page's <see cref="ActivityPage.NextCursor"/>; null for the first.</param>
    /// <param name="limit">Rows wanted, 1 to 200; others are brought into that range.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ActivityPage> ListAsync(string tenant, long? cursor, int limit, CancellationToken cancellationToken = default)
    {
        var wanted = Math.Clamp(limit, 1, 200);
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.Activity, cancellationToken);
        var rows = await snapshot.Tables.Command("Activity/list.sql").With(cursor).With(wanted + 1).ReadAsync(
            r => new Act(
                r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2),
                new Actor(Enum.Parse<ActorKind>(r.GetString(3)), r.GetString(4)), r.Maybe<string>(5), r.MaybeValue<Guid>(6), r.GetString(7)),
            cancellationToken);
        return new ActivityPage(snapshot.Position, [.. rows.Take(wanted)], rows.Count > wanted ? rows[wanted - 1].Position : null);
    }
}
