using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Dashboards;

/// <summary>The numbers of each connector.</summary>
public static class DashboardEndpoints
{
    private const string Tag = "Dashboards";

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dashboards", ListAsync).WithName("ListDashboards").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The numbers of every connector").Produces<Page<ConnectorDashboard>>().ReadsModel(ProjectionNames.ConnectorDashboard);
        api.MapGet("/connectors/{id}/dashboard", FindAsync).WithName("ShowDashboard").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The numbers of one connector; ingested = shown + excluded + merged").Produces<ConnectorDashboard>()
            .ReadsModelAtOnce(ProjectionNames.ConnectorDashboard, ProjectionNames.TicketBoard, ProjectionNames.InvestigationTimes);
    }

    private static async Task<IResult> ListAsync(Caller caller, DashboardQueries queries, HttpContext context)
    {
        var dashboards = await queries.ListAsync(caller.Tenant, context.RequestAborted);
        if (dashboards.Count > 0)
        {
            ReadBarrier.Say(context, dashboards[0].Position);
        }

        return Results.Ok(new Page<ConnectorDashboard>(dashboards));
    }

    private static async Task<IResult> FindAsync(Caller caller, string id, DashboardQueries queries, HttpContext context)
    {
        if (await queries.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } dashboard)
        {
            return Problem.NotFound("connector", id);
        }

        ReadBarrier.Say(context, dashboard.Position);
        return Results.Ok(dashboard);
    }
}
