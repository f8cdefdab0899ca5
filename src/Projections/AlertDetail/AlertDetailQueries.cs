using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Tickets;
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
        var entry = (await AlertEntries.ByIdAsync(list, [id], cancellationToken)).SingleOrDefault();
        if (found.Count == 0 || entry is null)
        {
            return null;
        }

        IReadOnlyList<AlertEntry> members = entry.Placement is { } place
            ? [.. (await AlertEntries.ByGroupAsync(list, [place.Group], cancellationToken)).OrderBy(m => m.IngestedPosition)]
            : [];
        return new AlertDetail
        {
            Position = snapshot.Position,
            Stream = found[0].Stream,
            State = found[0].State,
            Row = AlertRow.Of(entry),
            Notes = await snapshot.Tables.Command("AlertDetail/notes_load.sql").With(id).ReadAsync(
                r => new AlertNote(
                    r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1), new Actor(Enum.Parse<ActorKind>(r.GetString(2)), r.GetString(3)), r.GetString(4)),
                cancellationToken),
            Group = [.. members.Select(AlertRow.Of)],
            Tickets = [.. members.Where(m => m.NamesGroup).Select(m => new TicketReference(m.Connector, m.Workspace ?? "", m.SourceId))],
        };
    }
}
