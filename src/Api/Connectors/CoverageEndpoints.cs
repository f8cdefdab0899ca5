using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>What was read of one resource.</summary>
/// <param name="Resource">What is polled.</param>
/// <param name="Read">Stretches read at least once, as recorded.</param>
/// <param name="Settled">Stretches asked again after the poll lookback, as recorded.</param>
/// <param name="Pending">Read, but said by no event yet: the poller's own note.</param>
/// <param name="Gaps">Stretches between the first and the last one read that were not read: their cause, and who accepted them.</param>
/// <param name="Filters">What was read, by what was sent to the server to narrow the answer: the rest of a stretch was not asked for.</param>
/// <param name="LastCount">The source's own count, beside the ledger's, as "N of N" or the difference; absent before the first comparison.</param>
public sealed record CoverageView(
    string Resource,
    IReadOnlyList<SourceWindow> Read,
    IReadOnlyList<SourceWindow> Settled,
    SourceWindow? Pending,
    IReadOnlyList<CoverageHole> Gaps,
    IReadOnlyList<FilterCoverage> Filters,
    SourceCount? LastCount)
{
    /// <summary>The coverage of a resource, cut to a stretch.</summary>
    internal static CoverageView Of(ResourceHealth r, DateTimeOffset from, DateTimeOffset to)
    {
        SourceWindow? Cut(SourceWindow w)
        {
            var cut = new SourceWindow(w.From > from ? w.From : from, w.To < to ? w.To : to);
            return cut.From < cut.To ? cut : null;
        }

        IReadOnlyList<SourceWindow> All(IReadOnlyList<SourceWindow> windows) => [.. windows.Select(Cut).OfType<SourceWindow>()];
        return new CoverageView(
            r.Resource,
            All(r.Read),
            All(r.Settled),
            r.Pending is { } pending ? Cut(pending) : null,
            [.. r.Gaps.Where(gap => Cut(gap.Window) is not null)],
            [.. r.Filters.Select(f => f with { Read = All(f.Read) }).Where(f => f.Read.Count > 0)],
            r.LastCount);
    }
}

/// <summary>Accepts that a stretch stays unread.</summary>
/// <param name="Resource">What is polled.</param>
/// <param name="From">Start of the gap.</param>
/// <param name="To">End of the gap.</param>
/// <param name="Reason">In words, why.</param>
public sealed record GapAcceptance(string Resource, DateTimeOffset From, DateTimeOffset To, string Reason);

/// <summary>Which stretches of source time were read, and which were not.</summary>
public static class CoverageEndpoints
{
    private const string Tag = "Connectors";
    private const int LongestReason = 1000;

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/connectors/{id}/coverage", FindAsync).WithName("ShowCoverage").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Which stretches of source time were read, which are settled, and every gap; from and to cut a stretch out").Produces<Page<CoverageView>>()
            .ReadsModel(ProjectionNames.ConnectorHealth);
        api.MapPost("/connectors/{id}/coverage/accept", AcceptAsync).WithName("AcceptGap").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Accepts that a gap stays unread").Produces<CommandAnswer>();
    }

    private static async Task<IResult> FindAsync(
        Caller caller, string id, string? from, string? to, HealthQueries queries, HttpContext context)
    {
        var parameters = new Parameters();
        var (first, last) = (parameters.Time("from", from, DateTimeOffset.MinValue), parameters.Time("to", to, DateTimeOffset.MaxValue));
        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await queries.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } health)
        {
            return Problem.NotFound("connector", id);
        }

        ReadBarrier.Say(context, health.Position);
        return Results.Ok(new Page<CoverageView>(
            [.. health.Resources.Select(r => CoverageView.Of(r, first, last))]));
    }

    private static async Task<IResult> AcceptAsync(
        Caller caller, string id, CommandHeaders headers, RequestBody<GapAcceptance> body, CommandRunner runner, ConnectorStreams streams,
        HealthQueries queries, HttpContext context)
    {
        var gap = body.Value;
        var reason = gap.Reason.Trim();
        if (reason.Length is 0 or > LongestReason)
        {
            return Problem.Field("reason", $"1 to {LongestReason} characters are expected: the acceptance is recorded with its reason.");
        }

        var ran = await runner.RunAsync(
            caller,
            headers,
            async _ =>
            {
                var state = await streams.FindAsync(caller.Tenant, id, context.RequestAborted);
                if (state is null)
                {
                    return new Decided.Refused(Problem.NotFound("connector", id));
                }

                var holes = (await queries.FindAsync(caller.Tenant, id, context.RequestAborted))?.Resources
                    .FirstOrDefault(r => r.Resource == gap.Resource)?.Gaps ?? [];
                var hole = holes.FirstOrDefault(h => h.Window.From == gap.From && h.Window.To == gap.To);
                return hole switch
                {
                    null => new Decided.Refused(new Problem(
                        ProblemKinds.Rejected, "There is no gap of exactly this resource, from and to. Read the coverage and name one of its gaps.")
                    {
                        Reason = "gap-unknown",
                    }),
                    { Kind: "accepted" } => new Decided.Nothing(),
                    _ => new Decided.Events(
                        StreamId.Connector(id),
                        "connector",
                        null,
                        [
                            new CoverageGapAccepted
                            {
                                Connector = id, Resource = gap.Resource, Window = hole.Window, By = caller.Actor, Reason = reason,
                            },
                        ]),
                };
            },
            context.RequestAborted);
        return ran.Answer(context);
    }
}
