using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>One alert of a selection.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Version">The version of its stream that the change was decided on; absent = any.</param>
public sealed record SelectedAlert(Guid Id, long? Version = null);

/// <summary>Moves the investigations of a selection, with one reason.</summary>
/// <param name="Alerts">The alerts, 1 to 1,000.</param>
/// <param name="Status">The status wished for.</param>
/// <param name="Conclusion">Needed to close, and only then.</param>
/// <param name="Reason">In words, why.</param>
public sealed record BulkChange(IReadOnlyList<SelectedAlert> Alerts, InvestigationStatus Status, Conclusion? Conclusion = null, string? Reason = null);

/// <summary>What became of one alert of a selection.</summary>
/// <param name="Id">The alert that was asked for.</param>
/// <param name="Alert">The alert that was acted on: the one that stands for it when it is merged.</param>
/// <param name="Changed">Whether it was moved by this request or by an earlier one with the same key.</param>
/// <param name="Repeated">Whether an earlier request with the same key had done it.</param>
/// <param name="Code">Why it was refused: a stable code.</param>
/// <param name="Message">Why it was refused, in words.</param>
public sealed record BulkItem(Guid Id, Guid Alert, bool Changed, bool Repeated, string? Code = null, string? Message = null);

/// <summary>What became of a selection. Each alert is moved by itself: one that is refused holds no other up.</summary>
/// <param name="Position">Give it as <c>atLeast</c> to a read that must show it.</param>
/// <param name="Changed">Alerts that were moved.</param>
/// <param name="Unchanged">Alerts that stood so already, or whose leader did.</param>
/// <param name="Refused">Alerts that may not be moved so.</param>
/// <param name="Items">Each alert, in the order of the request.</param>
public sealed record BulkAnswer(long Position, int Changed, int Unchanged, int Refused, IReadOnlyList<BulkItem> Items);

/// <summary>Runs one change over a selection.</summary>
public sealed class BulkInvestigations(InvestigationCommands commands)
{
    /// <summary>Alerts of one request at most.</summary>
    public const int Most = 1_000;

    /// <summary>Moves them one after the other. The same key again finds each part done.</summary>
    public async Task<BulkAnswer> RunAsync(Caller caller, CommandHeaders headers, BulkChange change, CancellationToken cancellation)
    {
        var items = new List<BulkItem>(change.Alerts.Count);
        long position = 0;
        foreach (var alert in change.Alerts)
        {
            var acted = await commands.RunAsync(
                caller,
                headers.ForPart(alert.Id.ToString("D"), alert.Version),
                alert.Id,
                (state, tickets) => InvestigationDecider.ChangeStatus(
                    state, new ChangeStatus(change.Status, change.Conclusion, caller.Actor, change.Reason, tickets)),
                cancellation);
            items.Add(acted.Ran switch
            {
                Ran.Done done => new BulkItem(alert.Id, acted.Alert, done.Changed, done.Repeated),
                Ran.Refused refused => new BulkItem(alert.Id, acted.Alert, false, false, refused.Problem.Reason ?? refused.Problem.Kind.Type.Split(':')[^1], refused.Problem.Detail),
                _ => throw new InvalidOperationException("A command is done or refused."),
            });
            position = acted.Ran is Ran.Done { Position: var at } ? Math.Max(position, at) : position;
        }

        return new BulkAnswer(
            position,
            items.Count(static i => i.Changed),
            items.Count(static i => i is { Changed: false, Code: null }),
            items.Count(static i => i.Code is not null),
            items);
    }
}

/// <summary>The endpoint of the bulk change.</summary>
public static class BulkInvestigationEndpoint
{
    /// <summary>Maps it.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/investigations/bulk", RunAsync).WithName("MoveInvestigations").WithTags("Investigations")
            .RequireAuthorization(Policies.Investigate).WithSummary("Moves the investigations of a selection, with one reason").Produces<BulkAnswer>();

    private static async Task<IResult> RunAsync(
        Caller caller, CommandHeaders headers, Reading.RequestBody<BulkChange> body, BulkInvestigations bulk, HttpContext context)
    {
        var change = body.Value;
        if (change.Alerts.Count is 0 or > BulkInvestigations.Most)
        {
            return Problem.Field("alerts", $"1 to {BulkInvestigations.Most} alerts are expected, not {change.Alerts.Count}.", "Split the selection.");
        }

        if (change.Alerts.Select(static a => a.Id).Distinct().Count() != change.Alerts.Count)
        {
            return Problem.Field("alerts", "An alert stands twice in the selection.", "Name each alert once.");
        }

        if (headers.Version is not null)
        {
            return Problem.Field("If-Match", "A selection has no version of its own.", "Give each alert its version.");
        }

        var answer = await bulk.RunAsync(caller, headers, change, context.RequestAborted);
        Reading.ReadBarrier.Say(context, answer.Position);
        return Results.Ok(answer);
    }
}
