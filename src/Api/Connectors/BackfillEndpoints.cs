using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.OpenApi;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Ingestion;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>Asks for the past.</summary>
/// <param name="From">Start of source time, included.</param>
/// <param name="To">End, excluded; not after now.</param>
/// <param name="Resource">What is to be read; absent: everything that the connector polls.</param>
/// <param name="Reason">In words, why.</param>
public sealed record BackfillBody(DateTimeOffset From, DateTimeOffset To, string? Resource = null, string? Reason = null);

/// <summary>Takes a backfill back.</summary>
/// <param name="Reason">In words, why.</param>
public sealed record CancelBody(string? Reason = null);

/// <summary>What asking for the past came to.</summary>
/// <param name="Request">The id of the backfill.</param>
/// <param name="Position">Give it as <c>atLeast</c> to a read that must show the change.</param>
/// <param name="Repeated">True when an earlier request with the same key had done it.</param>
public sealed record BackfillAnswer(Guid Request, long Position, bool Repeated);

/// <summary>Reading any stretch of the past, a gap included.</summary>
public static class BackfillEndpoints
{
    private const string Tag = "Connectors";
    private const int LongestReason = 1000;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/connectors/{id}/backfill", AskAsync).WithName("RequestBackfill").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Asks for a stretch of the past, or for a gap to be filled; it is read after live work").Produces<BackfillAnswer>(202);
        api.MapGet("/connectors/{id}/backfill", ListAsync).WithName("ListBackfills").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Every backfill of a connector with its progress, newest first").Produces<Page<BackfillView>>().ReadsLog();
        api.MapDelete("/connectors/{id}/backfill/{request:guid}", CancelAsync).WithName("CancelBackfill").WithTags(Tag)
            .RequireAuthorization(Policies.Configure).WithSummary("Takes a backfill back; what it has read stays").Produces<CommandAnswer>();
    }

    private static async Task<IResult> AskAsync(
        Caller caller, string id, CommandHeaders headers, RequestBody<BackfillBody> body, CommandRunner runner, ConnectorStreams streams,
        TimeProvider time, HttpContext context)
    {
        var asked = body.Value;
        if (Refusal(asked, time.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        var request = Guid.Empty;
        var ran = await runner.RunAsync(
            caller,
            headers,
            async ids =>
            {
                var state = await streams.FindAsync(caller.Tenant, id, context.RequestAborted);
                if (state is null or { Removed: true })
                {
                    return new Decided.Refused(Problem.NotFound("connector", id));
                }

                if (!state.Enabled)
                {
                    return new Decided.Refused(new Problem(ProblemKinds.Conflict, "The connector is disabled: enable it first, then ask for the past.")
                    {
                        Reason = "connector-not-enabled",
                    });
                }

                var polled = ConnectorStreams.ResourcesOf(state.Settings);
                if (asked.Resource is { } resource && !polled.Contains(resource, StringComparer.Ordinal))
                {
                    return new Decided.Refused(Problem.Field("resource", $"One of {string.Join(", ", polled)} is expected, or none for all of them."));
                }

                request = ids[0];
                return new Decided.Events(StreamId.Connector(id), "connector", null,
                [
                    new BackfillRequested
                    {
                        Connector = id, Window = new SourceWindow(asked.From, asked.To), By = caller.Actor, Resource = asked.Resource, Reason = asked.Reason,
                    },
                ]);
            },
            context.RequestAborted);
        request = request == Guid.Empty && headers.Key is { } key ? EventIds.Command(caller.Tenant, key, 0) : request;
        return ran.Answer(context, done => Results.Json(new BackfillAnswer(request, done.Position, done.Repeated), statusCode: StatusCodes.Status202Accepted));
    }

    private static Problem? Refusal(BackfillBody asked, DateTimeOffset now) =>
        asked.From < Earliest ? Problem.Field("from", $"{Earliest:yyyy-MM-dd} or later is expected.")
        : asked.To > now ? Problem.Field("to", "A time that is not after now is expected: what comes is polled anyway.")
        : asked.From >= asked.To ? Problem.Field("from", "A time before 'to' is expected.")
        : asked.Reason?.Length > LongestReason ? Problem.Field("reason", $"At most {LongestReason} characters are expected.")
        : null;

    private static async Task<IResult> ListAsync(Caller caller, string id, BackfillStories stories, ConnectorStreams streams, HttpContext context) =>
        await streams.FindAsync(caller.Tenant, id, context.RequestAborted) is null
            ? Problem.NotFound("connector", id)
            : Results.Ok(new Page<BackfillView>(await stories.ListAsync(caller.Tenant, id, context.RequestAborted)));

    private static async Task<IResult> CancelAsync(
        Caller caller, string id, Guid request, CommandHeaders headers, RequestBody<CancelBody> body, CommandRunner runner, BackfillStories stories,
        HttpContext context)
    {
        var ran = await runner.RunAsync(
            caller,
            headers,
            async _ =>
            {
                var found = (await stories.ListAsync(caller.Tenant, id, context.RequestAborted)).FirstOrDefault(b => b.Request == request);
                return found switch
                {
                    null => new Decided.Refused(Problem.NotFound("backfill", request.ToString())),
                    { State: BackfillState.Cancelled } => new Decided.Nothing(),
                    { State: BackfillState.Completed } => new Decided.Refused(new Problem(
                        ProblemKinds.Conflict, "The backfill was read to its end already; what was recorded stays.") { Reason = "backfill-completed" }),
                    _ => new Decided.Events(StreamId.Connector(id), "connector", null,
                        [new BackfillCancelled { Connector = id, Request = request, By = caller.Actor, Reason = body.Value.Reason }]),
                };
            },
            context.RequestAborted);
        return ran.Answer(context);
    }
}
