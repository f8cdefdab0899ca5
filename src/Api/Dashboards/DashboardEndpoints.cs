using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Past;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Dashboards;

/// <summary>The numbers of each connector.</summary>
public static class DashboardEndpoints
{
    private const string Tag = "Dashboards";

    /// <summary>What a dashboard is read from beside the list of alerts.</summary>
    private static readonly string[] Alongside = [ProjectionNames.TicketBoard, ProjectionNames.InvestigationTimes];

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dashboards", ListAsync).WithName("ListDashboards").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The numbers of every connector, now or as they stood").Produces<Page<ConnectorDashboard>>().ReadsModel(ProjectionNames.ConnectorDashboard);
        api.MapGet("/connectors/{id}/dashboard", FindAsync).WithName("ShowDashboard").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The numbers of one connector, now or as they stood; ingested = shown + excluded + merged").Produces<ConnectorDashboard>()
            .ReadsModelAtOnce(ProjectionNames.ConnectorDashboard, ProjectionNames.TicketBoard, ProjectionNames.InvestigationTimes);
        api.MapGet("/connectors/{id}/dashboard/difference", CompareAsync).WithName("CompareDashboards").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Which numbers of a connector differ between two moments, and the alerts behind them").Produces<DashboardDifferenceView>()
            .ReadsModelAtOnce(ProjectionNames.ConnectorDashboard);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, string? asOf, string? cited, DashboardQueries queries, Moments moments, HttpContext context)
    {
        if (string.IsNullOrEmpty(asOf))
        {
            var dashboards = await queries.ListAsync(caller.Tenant, context.RequestAborted);
            if (dashboards.Count > 0)
            {
                ReadBarrier.Say(context, dashboards[0].Position);
            }

            return new WholeJson<Page<ConnectorDashboard>>(new(dashboards));
        }

        var (position, wrong) = await moments.FindAsync(caller.Tenant, Citations.Moment, asOf, 1, context.RequestAborted, Alongside);
        if (wrong is not null)
        {
            return wrong;
        }

        var past = await queries.AsOfAsync(caller.Tenant, null, position, context.RequestAborted);
        ReadBarrier.Say(context, position);
        return new WholeJson<Page<ConnectorDashboard>>(new(
            [.. past.Dashboards.Select(d => d with { Citation = Citations.Of(context.Request, PathOf(d.Connector), position, past.Generation, d) })]));
    }

    private static async Task<IResult> FindAsync(
        Caller caller, string id, string? asOf, string? cited, DashboardQueries queries, Moments moments, HttpContext context)
    {
        if (string.IsNullOrEmpty(asOf))
        {
            if (await queries.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } dashboard)
            {
                return Problem.NotFound("connector", id);
            }

            ReadBarrier.Say(context, dashboard.Position);
            return new WholeJson<ConnectorDashboard>(dashboard);
        }

        var (position, wrong) = await moments.FindAsync(caller.Tenant, Citations.Moment, asOf, 1, context.RequestAborted, Alongside);
        if (wrong is not null)
        {
            return wrong;
        }

        var past = await queries.AsOfAsync(caller.Tenant, id, position, context.RequestAborted);
        if (past.Dashboards is not [var then])
        {
            return new Problem(ProblemKinds.NotFound, $"There was no connector '{Problem.PlainName(id)}' at position {position}.");
        }

        ReadBarrier.Say(context, position);
        return new WholeJson<ConnectorDashboard>(then with { Citation = Citations.Of(context, position, past.Generation, then) });
    }

    private static async Task<IResult> CompareAsync(
        Caller caller, string id, string? from, string? to, DashboardQueries queries, Moments moments, HttpContext context)
    {
        var (earlier, later, wrong) = await moments.FindBothAsync(caller.Tenant, from, to, context.RequestAborted, Alongside);
        if (wrong is not null)
        {
            return wrong;
        }

        var after = await queries.AsOfAsync(caller.Tenant, id, later, context.RequestAborted);
        if (after.Dashboards is not [var then])
        {
            return new Problem(ProblemKinds.NotFound, $"There was no connector '{Problem.PlainName(id)}' at position {later}.");
        }

        var before = earlier == 0 ? null : await queries.AsOfAsync(caller.Tenant, id, earlier, context.RequestAborted);
        var was = before is { Dashboards: [var known] } ? known with { Citation = Citations.Of(context.Request, PathOf(id), earlier, before.Generation, known) } : null;
        ReadBarrier.Say(context, later);
        return new WholeJson<DashboardDifferenceView>(new(
            earlier,
            later,
            was,
            then with { Citation = Citations.Of(context.Request, PathOf(id), later, after.Generation, then) },
            DashboardNumbers.Between(was, then),
            $"/api/v1/alerts/difference?connector={Uri.EscapeDataString(id)}&from={earlier}&to={later}"));
    }

    private static string PathOf(string connector) => $"/api/v1/connectors/{Uri.EscapeDataString(connector)}/dashboard";
}
