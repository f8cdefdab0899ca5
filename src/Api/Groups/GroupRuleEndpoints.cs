using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Groups;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Groups;

/// <summary>Group rules as they are sent.</summary>
/// <param name="Rules">In order: the first that finds a place for an alert wins.</param>
public sealed record GroupRulesBody(IReadOnlyList<GroupRule> Rules);

/// <summary>Which alerts are the same.</summary>
public static class GroupRuleEndpoints
{
    private const string Tag = "Groups";
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/group-rules", FindAsync).WithName("ShowGroupRules").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The group rules in force; their ETag is the revision, 0 for the default ones").Produces<GroupRulesView>().ReadsLog();
        api.MapPut("/group-rules", ReplaceAsync).WithName("ReplaceGroupRules").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Gives other group rules; If-Match must name the revision that they were made from").Produces<CommandAnswer>();
        api.MapPost("/group-rules/preview", PreviewAsync).WithName("PreviewGroupRules").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("What other group rules would do to the list; stores nothing").Produces<GroupPreviewResult>().WithRequestTimeout(Patience);
    }

    private static async Task<IResult> FindAsync(
        Caller caller, GroupRuleStreams streams, GroupMatches matches, LedgerDatabase database, TimeProvider time, HttpContext context)
    {
        var (rules, _) = await streams.FindAsync(caller.Tenant, context.RequestAborted);
        var since = time.GetUtcNow() - Forgotten;
        var before = await database.Log.PositionAtAsync(caller.Tenant, since, context.RequestAborted);
        var alerts = await matches.CountAsync(caller.Tenant, before, context.RequestAborted);
        EntityTag.Say(context, rules.Revision);
        return Results.Ok(rules with { Matches = Matches(rules, alerts, before, since) });
    }

    /// <summary>What each rule held together; one that was in force all the while and held nothing is flagged. Pure.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="alerts">By rule, what it held together since.</param>
    /// <param name="before">The last event before that time; 0 when the ledger is younger.</param>
    /// <param name="since">That time.</param>
    public static IReadOnlyList<GroupRuleMatches> Matches(
        GroupRulesView rules, IReadOnlyDictionary<string, long> alerts, long before, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(alerts);
        var inForce = rules.ChangedAt is { } changed ? changed < since : before > 0;
        return [.. rules.Rules.Select(rule => alerts.GetValueOrDefault(rule.Id)
            is var held and > 0 ? new GroupRuleMatches(rule.Id, held, []) : new GroupRuleMatches(rule.Id, 0, inForce ? ["no-match-in-30-days"] : []))];
    }

    private static async Task<IResult> ReplaceAsync(
        Caller caller, CommandHeaders headers, RequestBody<GroupRulesBody> body, CommandRunner runner, GroupRuleStreams streams, HttpContext context)
    {
        if (headers.Version is null)
        {
            return new Problem(ProblemKinds.IfMatchRequired, "Send If-Match with the ETag of the rules that these were made from.");
        }

        if (Refusal(body.Value) is { } wrong)
        {
            return wrong;
        }

        var ran = await runner.RunAsync(
            caller,
            headers,
            async _ =>
            {
                var (standing, version) = await streams.FindAsync(caller.Tenant, context.RequestAborted);
                return IfMatch.Refusal(headers, standing.Revision) is { } stale
                    ? new Decided.Refused(stale)
                    : Same(standing.Rules, body.Value.Rules)
                        ? new Decided.Nothing()
                        : new Decided.Events(
                            StreamId.Ledger,
                            "ledger",
                            version,
                            [new GroupRulesChanged { Revision = standing.Revision + 1, Rules = body.Value.Rules, By = caller.Actor }]);
            },
            context.RequestAborted);
        return ran.Answer(context);
    }

    private static async Task<IResult> PreviewAsync(Caller caller, RequestBody<GroupRulesBody> body, GroupPreview preview, HttpContext context)
    {
        if (Refusal(body.Value) is { } wrong)
        {
            return wrong;
        }

        var result = await preview.RunAsync(caller.Tenant, body.Value.Rules, context.RequestAborted);
        ReadBarrier.Say(context, result.Position);
        return Results.Ok(result);
    }

    private static Problem? Refusal(GroupRulesBody body)
    {
        var problems = GroupRules.Validate(body.Rules);
        return problems.Count == 0
            ? null
            : new Problem(ProblemKinds.InvalidRequest, string.Join(" ", problems.Select(static p => $"{p.Field}: {p.Message}")))
            {
                Errors = [.. problems.Select(static p => new FieldProblem(p.Field, p.Message, p.Remedy))],
            };
    }

    private static bool Same(IReadOnlyList<GroupRule> a, IReadOnlyList<GroupRule> b) =>
        System.Text.Json.JsonSerializer.Serialize(a, LedgerJson.Options) == System.Text.Json.JsonSerializer.Serialize(b, LedgerJson.Options);
}
