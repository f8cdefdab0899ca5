using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;
using Npgsql;

namespace Dropzone.Ledger.Api.Health;

/// <summary>Whether this process lives and can serve.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>notReady</c>.</param>
/// <param name="Says">In words; holds nothing secret.</param>
public sealed record HealthView(string Status, string? Says = null);

/// <summary>For orchestrators and for people who ask how the read models fare.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps the two probes, which are open to everybody.</summary>
    public static void MapProbes(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", Live).WithName("Live").WithTags("Health").AllowAnonymous()
            .WithSummary("Whether the process answers").Produces<HealthView>();
        app.MapGet("/health/ready", ReadyAsync).WithName("Ready").WithTags("Health").AllowAnonymous()
            .WithSummary("Whether the tables stand, the database answers and the workers run").Produces<HealthView>().Produces<HealthView>(503);
    }

    /// <summary>Maps the state of the read models.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/projections", ProjectionsAsync).WithName("ListProjections").WithTags("Health").RequireAuthorization(Policies.Read)
            .WithSummary("How far each read model has come").Produces<Page<ReadModelStatus>>().ReadsLog();

    private static IResult Live() => Results.Ok(new HealthView("live"));

    private static async Task<IResult> ReadyAsync(Readiness readiness, DatabaseProbe database, HttpContext context)
    {
        if (!readiness.IsMigrated || !readiness.WorkersUp)
        {
            return NotReady(readiness.Says);
        }

        return await database.AnswersAsync(context.RequestAborted)
            ? Results.Ok(new HealthView("ready"))
            : NotReady("The database does not answer.");
    }

    private static async Task<IResult> ProjectionsAsync(Caller caller, ReadModels models, CancellationToken cancellation) =>
        Results.Ok(new Page<ReadModelStatus>([.. await models.StatusAsync(caller.Tenant, cancellation)]));

    private static IResult NotReady(string says) => Results.Json(new HealthView("notReady", says), statusCode: 503);
}
