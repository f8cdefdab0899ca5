using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>Asking a connector's source: polls and tests.</summary>
public static class ConnectorWork
{
    private const string Tag = "Connectors";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/connectors/{id}/poll", PollAsync).WithName("PollConnector").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Polls every resource until it is caught up").Produces<PollView>().Produces<PollView>(202).WithRequestTimeout(Patience);
        api.MapPost("/connectors/test", TestGivenAsync).WithName("TestSettings").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Tries every permission that the settings need; stores nothing").Produces<TestView>().WithRequestTimeout(Patience);
        api.MapPost("/connectors/{id}/test", TestStoredAsync).WithName("TestConnector").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Tries every permission that the connector needs").Produces<TestView>().WithRequestTimeout(Patience);
        api.MapPost("/connectors/sample", SampleAsync).WithName("SampleSettings").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Reads a small page of what the settings would ingest now, with what they decide about each alert; records nothing")
            .Produces<SampleView>().WithRequestTimeout(Patience);
        api.MapGet("/connectors/{id}/health", HealthAsync).WithName("ShowConnectorHealth").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("How the connector fares: quiet and dead are two states").Produces<ConnectorHealth>().ReadsModel(ProjectionNames.ConnectorHealth);
    }

    private static async Task<IResult> PollAsync(Caller caller, string id, Pollers pollers, HttpContext context) =>
        await pollers.PollOnceAsync(caller.Tenant, id, context.RequestAborted) switch
        {
            PollOutcome.Polled polled => Results.Ok(new PollView([.. polled.Resources.Select(ResourceView.Of)], BusyElsewhere: false)),
            PollOutcome.BusyElsewhere => Results.Json(new PollView([], BusyElsewhere: true), statusCode: StatusCodes.Status202Accepted),
            PollOutcome.NotPolled { Code: "connector-unknown" } => Problem.NotFound("connector", id),
            PollOutcome.NotPolled refused => new Problem(ProblemKinds.Conflict, refused.Message) { Reason = refused.Code },
            _ => throw new InvalidOperationException("A poll ends in one of three."),
        };

    private static async Task<IResult> TestGivenAsync(
        Caller caller, RawBody body, SettingsIntake intake, GivenConnections connections, Pollers pollers, HttpContext context)
    {
        var (given, refusal) = intake.Read(body.Bytes);
        return given is null
            ? refusal!
            : await connections.OpenAsync(caller.Tenant, given, context.RequestAborted) is { } connection
                ? await TestAsync(given.Settings, connection, pollers, context.RequestAborted)
                : GivenConnections.NoSecret;
    }

    private static async Task<IResult> SampleAsync(
        Caller caller, RawBody body, SettingsIntake intake, GivenConnections connections, Pollers pollers, HttpContext context)
    {
        var (given, refusal) = intake.Read(body.Bytes);
        if (given is null)
        {
            return refusal!;
        }

        switch (await connections.OpenAsync(caller.Tenant, given, context.RequestAborted))
        {
            case SourceConnection.Refused refused:
                return Results.Ok(SampleView.Refused(refused));
            case SourceConnection.Connected connected:
                using (connected.Connection)
                {
                    return Results.Ok(SampleView.Of(await pollers.SampleAsync(given.Id, given.Settings, connected.Connection, context.RequestAborted)));
                }

            default:
                return GivenConnections.NoSecret;
        }
    }

    private static async Task<IResult> TestStoredAsync(
        Caller caller, string id, ConnectorStreams streams, SourceConnections sources, Pollers pollers, HttpContext context)
    {
        var state = await streams.FindAsync(caller.Tenant, id, context.RequestAborted);
        return state is null or { Removed: true }
            ? Problem.NotFound("connector", id)
            : await TestAsync(state.Settings, await sources.ConnectAsync(caller.Tenant, state, context.RequestAborted), pollers, context.RequestAborted);
    }

    private static async Task<IResult> TestAsync(
        ConnectorSettings settings, SourceConnection connection, Pollers pollers, CancellationToken cancellation)
    {
        switch (connection)
        {
            case SourceConnection.Refused refused:
                return Results.Ok(TestView.Refused(refused));
            case SourceConnection.Connected connected:
                using (connected.Connection)
                {
                    return Results.Ok(TestView.Of(await pollers.TestAsync(settings, connected.Connection, cancellation)));
                }

            default:
                throw new InvalidOperationException("A connection is open or refused.");
        }
    }

    private static async Task<IResult> HealthAsync(Caller caller, string id, HealthQueries queries, HttpContext context)
    {
        if (await queries.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } health)
        {
            return Problem.NotFound("connector", id);
        }

        ReadBarrier.Say(context, health.Position);
        return Results.Ok(health);
    }
}
