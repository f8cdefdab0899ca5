using System.Globalization;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>One exclusion rule with what it did.</summary>
/// <param name="Rule">The rule and what people say about it.</param>
/// <param name="Since">When it was set as it stands.</param>
/// <param name="Revision">The revision that set it so.</param>
/// <param name="Weeks">What it excluded, week by week, oldest first; weeks without a match are left out.</param>
/// <param name="LastHit">Its last match.</param>
/// <param name="Flags">What is odd: <c>no-match-in-30-days</c>, <c>review-date-passed</c>.</param>
public sealed record RuleView(
    ExclusionRule Rule, DateTimeOffset Since, int Revision, IReadOnlyList<RuleWeek> Weeks, DateTimeOffset? LastHit, IReadOnlyList<string> Flags);

/// <summary>The exclusion rules of a connector, and how they age.</summary>
public static class RuleEndpoints
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(30);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/connectors/{id}/rules", ListAsync).WithName("ListRules").WithTags("Connectors").RequireAuthorization(Policies.Read)
            .WithSummary("Every exclusion rule in force, its matches by week, and what is odd about it").Produces<Page<RuleView>>()
            .ReadsModel(ProjectionNames.RuleHits);

    /// <summary>The views of the rules in force. Pure.</summary>
    public static IReadOnlyList<RuleView> Of(
        IReadOnlyList<(ConnectorConfigured Configured, DateTimeOffset At)> revisions, IReadOnlyList<RuleWeek> weeks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(revisions);
        var hits = weeks.ToLookup(static w => w.Rule, StringComparer.Ordinal);
        return
        [
            .. ExclusionRule.Of(revisions[^1].Configured.Settings).Select(rule =>
            {
                var (configured, since) = revisions.Reverse().TakeWhile(r => ExclusionRule.Of(r.Configured.Settings).Contains(rule)).Last();
                DateTimeOffset? last = hits[rule.Rule].Any() ? hits[rule.Rule].Max(static w => w.LastHit) : null;
                return new RuleView(rule, since, configured.Revision, [.. hits[rule.Rule]], last, [.. Flags(rule, since, last, now)]);
            }),
        ];
    }

    private static IEnumerable<string> Flags(ExclusionRule rule, DateTimeOffset since, DateTimeOffset? last, DateTimeOffset now)
    {
        if (now - since > Forgotten && (last is null || now - last > Forgotten))
        {
            yield return "no-match-in-30-days";
        }

        if (DateOnly.TryParseExact(rule.ReviewBy, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && DateOnly.FromDateTime(now.UtcDateTime) > day)
        {
            yield return "review-date-passed";
        }
    }

    private static async Task<IResult> ListAsync(
        Caller caller, string id, LedgerDatabase database, RuleHitQueries hits, TimeProvider time, HttpContext context)
    {
        var filter = new LogFilter(["connector_configured", "connector_removed"], StreamId.Connector(id));
        var events = await database.Log.ReadLogAsync(caller.Tenant, 0, int.MaxValue, filter, context.RequestAborted);
        if (events.Count == 0 || events[^1].Type == "connector_removed")
        {
            return Problem.NotFound("connector", id);
        }

        var revisions = events.Select(static e => (EventCodec.Decode(e.Type, e.Data.Span), e.Timestamp))
            .Where(static e => e.Item1 is ConnectorConfigured).Select(static e => ((ConnectorConfigured)e.Item1, e.Timestamp)).ToList();
        var (position, weeks) = await hits.ListAsync(caller.Tenant, id, context.RequestAborted);
        ReadBarrier.Say(context, position);
        return Results.Ok(new Page<RuleView>(Of(revisions, weeks, time.GetUtcNow())));
    }
}
