using Dropzone.Ledger.Api.Alerts;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Past;

/// <summary>One alert as it stood: its own part is folded from its stream, its place among others read from the list's versions.</summary>
public sealed class AlertsOfThePast(AlertStreams streams, PastAlerts list, Moments moments, LedgerDatabase database, SafeLinks links)
{
    /// <summary>The answer.</summary>
    public async Task<IResult> FindAsync(string tenant, Guid id, string asOf, HttpContext context)
    {
        var (position, wrong) = await moments.FindAsync(tenant, Citations.Moment, asOf, 1, context.RequestAborted);
        if (wrong is not null)
        {
            return wrong;
        }

        if (await streams.FindAsync(tenant, id, context.RequestAborted) is not { } alert)
        {
            return Problem.NotFound("alert", id.ToString());
        }

        var known = alert.Events.Where(e => e.Stored.Position <= position).ToList();
        if (known.Count == 0)
        {
            return new Problem(ProblemKinds.NotFound, $"The alert '{id}' was not known at position {position}: it was first seen at {alert.Events[0].Stored.Position}.");
        }

        var state = AlertState.Fold(known.Select(static e => (e.Event, e.Stored.Id, e.Stored.Version, e.Stored.Timestamp)))!;
        var found = await list.FindAsync(tenant, id, position, context.RequestAborted)
            ?? throw new InvalidOperationException($"The list lacks the alert {id} as of {position}.");
        var detail = new AlertDetail
        {
            Position = position,
            Stream = alert.Stream,
            State = state,
            Row = found.Row,
            Notes = [.. known.Where(static e => e.Event is InvestigationNoteAdded).Select(static e => NoteOf(e.Stored, (InvestigationNoteAdded)e.Event))],
            Group = found.Group,
        };
        var view = AlertDetailView.Of(detail, links);
        ReadBarrier.Say(context, position);

        // Entities lie in the vault, where they may be erased at any time: they are shown while they are there, and no part of what is cited.
        return Results.Ok(view with
        {
            Citation = Citations.Of(context, position, found.Generation, view),
            Entities = await EntityEndpoints.ReadAsync(database, tenant, state.Entities, context.RequestAborted),
        });
    }

    private static AlertNote NoteOf(StoredEvent stored, InvestigationNoteAdded note) => new(stored.Position, stored.Timestamp, note.By, note.Text);
}
