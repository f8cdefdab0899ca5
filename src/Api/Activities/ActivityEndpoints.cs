using System.Globalization;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Activities;

/// <summary>Who did what.</summary>
public static class ActivityEndpoints
{
    private const int UsualLimit = 50;
    private const int LargestLimit = 200;

    /// <summary>Maps it.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/activity", ListAsync).WithName("ListActivity").WithTags("Activity").RequireAuthorization(Policies.Read)
            .WithSummary("Who did what, newest first").Produces<Page<Act>>().ReadsModel(ProjectionNames.Activity);

    private static async Task<IResult> ListAsync(
        Caller caller, string? cursor, string? limit, ActivityQueries queries, HttpContext context)
    {
        var parameters = new Parameters();
        var before = parameters.Position("cursor", cursor, -1);
        var most = parameters.Number("limit", limit, UsualLimit, 1, LargestLimit);
        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        var page = await queries.ListAsync(caller.Tenant, before < 0 ? null : before, most, context.RequestAborted);
        ReadBarrier.Say(context, page.Position);
        return Results.Ok(new Page<Act>(page.Items, page.NextCursor?.ToString(CultureInfo.InvariantCulture)));
    }
}
