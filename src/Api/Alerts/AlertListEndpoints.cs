using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Past;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>Which alerts are wanted. Words may be given several times or separated by commas.</summary>
/// <param name="Connector">The connector's slug.</param>
/// <param name="Severity">Severities.</param>
/// <param name="Status">The source's status words.</param>
/// <param name="Decision"><c>shown</c> (when absent), <c>excluded</c>, <c>merged</c> or <c>all</c>.</param>
/// <param name="Investigation">Statuses of the investigation.</param>
/// <param name="Group">Members of this group.</param>
/// <param name="Q">Words that the title or an id holds, one of them with three letters or digits in a row.</param>
/// <param name="Sort"><c>-ingested</c> (when absent), <c>ingested</c>, <c>-modified</c> or <c>modified</c>.</param>
/// <param name="Cursor">The former page's <c>nextCursor</c>.</param>
/// <param name="Limit">At most so many; 50 when absent, at most 200.</param>
/// <param name="AsOf">The list as it stood: a position, or a time. Words cannot be searched then.</param>
/// <param name="Cited">The hash of a citation, to compare with.</param>
public sealed record AlertParameters(
    string? Connector,
    string[]? Severity,
    string[]? Status,
    string? Decision,
    string[]? Investigation,
    string? Group,
    string? Q,
    string? Sort,
    string? Cursor,
    string? Limit,
    string? AsOf,
    string? Cited);

/// <summary>The deduplicated list.</summary>
public static class AlertListEndpoints
{
    private const string Tag = "Alerts";
    private const int LongestQuery = 200;

    private static readonly Dictionary<string, AlertListState?> Decisions = new(StringComparer.Ordinal)
    {
        ["shown"] = AlertListState.Shown,
        ["excluded"] = AlertListState.Excluded,
        ["merged"] = AlertListState.Merged,
        ["all"] = null,
    };

    private static readonly Dictionary<string, AlertSort> Sorts = new(StringComparer.Ordinal)
    {
        ["-ingested"] = AlertSort.IngestedDescending,
        ["ingested"] = AlertSort.Ingested,
        ["-modified"] = AlertSort.ModifiedDescending,
        ["modified"] = AlertSort.Modified,
    };

    private static readonly Dictionary<string, InvestigationStatus> Statuses =
        Enum.GetValues<InvestigationStatus>().ToDictionary(static s => s.ToString(), StringComparer.Ordinal);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alerts", ListAsync).WithName("ListAlerts").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The deduplicated list, page by page").Produces<AlertListView>()
            .ReadsModelAtOnce(ProjectionNames.AlertList, ProjectionNames.AlertSearch);
        api.MapGet("/alerts/facets", FacetsAsync).WithName("CountAlerts").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("How many alerts each value would leave").Produces<AlertFacets>().ReadsModelAtOnce(ProjectionNames.AlertList);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, [AsParameters] AlertParameters asked, AlertListQueries queries, PastAlerts past, Moments moments, SafeLinks links, HttpContext context)
    {
        var parameters = new Parameters();
        var filter = Filter(asked, parameters);
        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!string.IsNullOrEmpty(asked.AsOf))
        {
            if (!string.IsNullOrEmpty(asked.Q))
            {
                return Past("q", "Words can only be searched in the present.");
            }

            var (position, wrong) = await moments.FindAsync(caller.Tenant, Citations.Moment, asked.AsOf, 1, context.RequestAborted);
            return wrong ?? await PastAsync(position);
        }

        return new AlertPageResult((page, stop) => queries.WriteAsync(caller.Tenant, filter, page, stop), links);

        async Task<IResult> PastAsync(long position)
        {
            var (generation, page) = await past.ListAsync(caller.Tenant, filter, position, context.RequestAborted);
            List<AlertItem> items = [.. page.Items.Select(row => AlertItem.Of(row, links))];
            ReadBarrier.Say(context, position);
            return Results.Ok(new AlertListView(items, page.NextCursor, Citations.Of(context, position, generation, items)));
        }
    }

    private static Problem Past(string field, string message) => new(ProblemKinds.OnlyInThePresent, $"{field}: {message}")
    {
        Errors = [new FieldProblem(field, message, "Leave out this parameter or asOf.")],
    };

    private static async Task<IResult> FacetsAsync(
        Caller caller, [AsParameters] AlertParameters asked, AlertListQueries queries, HttpContext context)
    {
        var parameters = new Parameters();
        var filter = Filter(asked, parameters);
        if (!string.IsNullOrEmpty(asked.AsOf))
        {
            return Past(Citations.Moment, "The counts by value are those of the present; a dashboard has those of the past.");
        }

        foreach (var (name, given) in (ReadOnlySpan<(string, string?)>)[("q", asked.Q), ("group", asked.Group), ("cursor", asked.Cursor)])
        {
            if (!string.IsNullOrEmpty(given))
            {
                parameters.Refuse(name, "The counts cannot be narrowed by it.");
            }
        }

        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        var facets = await queries.FacetsAsync(caller.Tenant, filter, context.RequestAborted);
        ReadBarrier.Say(context, facets.Position);
        return Results.Ok(facets);
    }

    internal static AlertListFilter Filter(AlertParameters asked, Parameters parameters)
    {
        var sort = parameters.OneOf("sort", asked.Sort, AlertSort.IngestedDescending, Sorts);
        AlertCursor? cursor = null;
        if (!string.IsNullOrEmpty(asked.Cursor) && (!AlertCursor.TryParse(asked.Cursor, out cursor) || cursor.Sort != sort))
        {
            parameters.Refuse("cursor", "The nextCursor of a list of the same order is expected.");
        }

        Guid? group = null;
        if (!string.IsNullOrEmpty(asked.Group))
        {
            group = Guid.TryParse(asked.Group, out var id) ? id : null;
            if (group is null)
            {
                parameters.Refuse("group", "The id of a group is expected.");
            }
        }

        if (asked.Q?.Length > LongestQuery || asked.Q?.Contains('\0', StringComparison.Ordinal) == true)
        {
            parameters.Refuse("q", $"At most {LongestQuery} characters are expected.");
        }
        else if (SearchWords.Of(asked.Q) is { CanBeFound: false })
        {
            parameters.Refuse("q", $"A word with {SearchWords.Shortest} letters or digits in a row is expected.");
        }

        return new AlertListFilter
        {
            Connector = string.IsNullOrEmpty(asked.Connector) ? null : Problem.PlainName(asked.Connector),
            Severities = Parameters.Words(asked.Severity),
            Statuses = Parameters.Words(asked.Status),
            Decision = parameters.OneOf("decision", asked.Decision, AlertListState.Shown, Decisions),
            Investigation = parameters.AllOf("investigation", asked.Investigation, Statuses),
            GroupId = group,
            Q = string.IsNullOrEmpty(asked.Q) ? null : asked.Q,
            Sort = sort,
            Cursor = cursor,
            Limit = parameters.Number("limit", asked.Limit, 50, 1, AlertListFilter.LargestLimit),
        };
    }
}
