using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>Reads alerts one by one.</summary>
public sealed class AlertDetailQueries(ReadModels models)
{
    /// <summary>One alert; null when the read models know none of that id (yet).</summary>
    public async Task<AlertDetail?> FindAsync(string tenant, Guid id, CancellationToken cancellationToken = default)
    {
        await using var snapshot = await models.OpenAsync(tenant, ProjectionNames.AlertDetail, cancellationToken);
        var found = await snapshot.Tables.Command("AlertDetail/find.sql").With(id)
            .ReadAsync(r => (Stream: r.GetString(0), State: AlertDetailProjection.Read(r.GetString(1))), cancellationToken);
        var list = snapshot.Of(ProjectionNames.AlertList);
        var row = await AlertRows.FindAsync(list, id, cancellationToken);
        if (found.Count == 0 || row is null)
        {
            return null;
        }

        IReadOnlyList<AlertRow> members = row.GroupId is { } group ? await AlertRows.OfGroupAsync(list, group, cancellationToken) : [];
        return new AlertDetail
        {
            Position = snapshot.Position,
            Stream = found[0].Stream,
            State = found[0].State,
            Row = row,
            Notes = await snapshot.Tables.Command("AlertDetail/notes_load.sql").With(id).ReadAsync(
                r => new AlertNote(
                    r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1), new Actor(Enum.Parse<ActorKind>(r.GetString(2)), r.GetString(3)), r.GetString(4)),
                cancellationToken),
            Group = members,
        };
    }
}
