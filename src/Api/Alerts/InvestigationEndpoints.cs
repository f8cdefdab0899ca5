using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Moves an investigation.</summary>
/// <param name="Status">The status wished for.</param>
/// <param name="Conclusion">Needed to close, and only then.</param>
/// <param name="Reason">In words, why.</param>
public sealed record InvestigationChange(InvestigationStatus Status, Conclusion? Conclusion = null, string? Reason = null);

/// <summary>Gives an investigation to somebody; null takes it from everybody.</summary>
/// <param name="Assignee">The new assignee.</param>
public sealed record Assignment(string? Assignee);

/// <summary>A note.</summary>
/// <param name="Text">The text.</param>
public sealed record NewNote(string Text);

/// <summary>What became of work on an investigation.</summary>
/// <param name="Position">Give it as <c>atLeast</c> to a read that must show it.</param>
/// <param name="Changed">False when it was so already.</param>
/// <param name="Repeated">True when an earlier request with the same key had done it.</param>
/// <param name="Alert">The alert that was acted on.</param>
/// <param name="ActedOnLeader">True when that is another one than asked for, since it stands for it.</param>
public sealed record InvestigationAnswer(long Position, bool Changed, bool Repeated, Guid Alert, bool ActedOnLeader);

/// <summary>Work on alerts.</summary>
public static class InvestigationEndpoints
{
    private const string Tag = "Investigations";

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/alerts/{id:guid}/investigation", MoveAsync).WithName("MoveInvestigation").WithTags(Tag)
            .RequireAuthorization(Policies.Investigate).WithSummary("Moves the investigation of an alert to a status").Produces<InvestigationAnswer>();
        api.MapPost("/alerts/{id:guid}/assign", AssignAsync).WithName("AssignInvestigation").WithTags(Tag)
            .RequireAuthorization(Policies.Investigate).WithSummary("Gives the investigation to somebody, or to nobody").Produces<InvestigationAnswer>();
        api.MapPost("/alerts/{id:guid}/notes", NoteAsync).WithName("AddNote").WithTags(Tag)
            .RequireAuthorization(Policies.Investigate).WithSummary("Writes a note").Produces<InvestigationAnswer>();
    }

    private static async Task<IResult> MoveAsync(
        Caller caller, Guid id, CommandHeaders headers, RequestBody<InvestigationChange> body, InvestigationCommands commands, HttpContext context) =>
        Answer(context, id, await commands.RunAsync(
            caller,
            headers,
            id,
            (state, tickets) => InvestigationDecider.ChangeStatus(
                state, new ChangeStatus(body.Value.Status, body.Value.Conclusion, caller.Actor, body.Value.Reason, tickets)),
            context.RequestAborted));

    private static async Task<IResult> AssignAsync(
        Caller caller, Guid id, CommandHeaders headers, RequestBody<Assignment> body, InvestigationCommands commands, HttpContext context) =>
        Answer(context, id, await commands.RunAsync(
            caller, headers, id, (state, _) => InvestigationDecider.Assign(state, new Assign(body.Value.Assignee, caller.Actor)), context.RequestAborted));

    private static async Task<IResult> NoteAsync(
        Caller caller, Guid id, CommandHeaders headers, RequestBody<NewNote> body, InvestigationCommands commands, HttpContext context) =>
        Answer(context, id, await commands.RunAsync(
            caller, headers, id, (state, _) => InvestigationDecider.AddNote(state, new AddNote(body.Value.Text, caller.Actor)), context.RequestAborted));

    private static IResult Answer(HttpContext context, Guid asked, Acted acted) => acted.Ran.Answer(
        context,
        done => Results.Ok(new InvestigationAnswer(done.Position, done.Changed, done.Repeated, acted.Alert, acted.Alert != asked)));
}
