using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Connectors;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>The exact bytes that a source returned, and their erasure.</summary>
public static class PayloadEndpoints
{
    private const string Tag = "Alerts";
    private const int LongestReason = 1000;

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alerts/{id:guid}/payload", ReadAsync).WithName("DownloadPayload").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The exact bytes that the source returned, as a file").Produces<Stream>(200, "application/octet-stream").ReadsLog();
        api.MapDelete("/alerts/{id:guid}/payload", EraseAsync).WithName("ErasePayload").WithTags(Tag).RequireAuthorization(Policies.Administer)
            .WithSummary("Erases payload and entities of every version for good; the record that they existed stays").Produces<CommandAnswer>();
    }

    private static async Task<IResult> ReadAsync(
        Caller caller, Guid id, string? commitment, AlertStreams streams, LedgerDatabase database, ILogger<LedgerDatabase> log, HttpContext context)
    {
        if (await streams.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } alert)
        {
            return Problem.NotFound("alert", id.ToString());
        }

        var wanted = commitment is null
            ? alert.State.Payload?.Commitment
            : Commitments(alert).FirstOrDefault(known => known == commitment);
        var found = wanted is null ? null : (await database.Vault.ReadAsync(caller.Tenant, [wanted], context.RequestAborted)).GetValueOrDefault(wanted);
        if (found is null)
        {
            return new Problem(ProblemKinds.NotFound, alert.State.Erased ? "The payload was erased." : "There is no such payload.")
            {
                Reason = alert.State.Erased ? "payload-erased" : "payload-missing",
            };
        }

        if (!found.Matches(wanted!))
        {
            log.LogError("The payload {Commitment} does not match its commitment", wanted);
            return new Problem(ProblemKinds.Internal, "The kept bytes differ from what was recorded. Run 'ledger verify'.") { Reason = "payload-changed" };
        }

        context.Response.Headers["Ledger-Commitment"] = wanted;
        return Results.File(found.Bytes.ToArray(), "application/octet-stream", $"alert-{id}.json");
    }

    private static async Task<IResult> EraseAsync(
        Caller caller, Guid id, CommandHeaders headers, RequestBody<ReasonBody> body, CommandRunner runner, AlertStreams streams, HttpContext context)
    {
        var reason = body.Value.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > LongestReason)
        {
            return Problem.Field("reason", $"1 to {LongestReason} characters are expected: an erasure is recorded with its reason.");
        }

        var ran = await runner.RunAsync(
            caller,
            headers,
            async _ =>
            {
                if (await streams.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } alert)
                {
                    return new Decided.Refused(Problem.NotFound("alert", id.ToString()));
                }

                if (IfMatch.Refusal(headers, alert.State.StreamVersion) is { } stale)
                {
                    return new Decided.Refused(stale);
                }

                var commitments = alert.State.Commitments;
                return alert.State.Erased && commitments.Count == 0
                    ? new Decided.Nothing()
                    : new Decided.Events(
                        alert.Stream,
                        "alert",
                        alert.State.StreamVersion,
                        [new PayloadErased { Commitments = commitments, By = caller.Actor, Reason = reason }])
                    {
                        Erase = commitments,
                    };
            },
            context.RequestAborted);
        return ran.Answer(context);
    }

    private static IEnumerable<string> Commitments(AlertRecord alert) => alert.Events.Select(static e => e.Event switch
    {
        AlertIngested first => first.Payload?.Commitment,
        AlertRevised revised => revised.Payload?.Commitment,
        AlertEvidenceKept kept => kept.Document.Commitment,
        _ => null,
    }).OfType<string>();
}
