using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Ingestion;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>One line of a preview: exactly one of the three stands in it.</summary>
/// <param name="Progress">How far it has come, with the numbers up to there.</param>
/// <param name="Result">The whole answer.</param>
/// <param name="Alert">One alert whose decision would change; these follow the result.</param>
public sealed record FilterPreviewLine(FilterProgress? Progress = null, FilterPreviewResult? Result = null, FilterPreviewAlert? Alert = null);

/// <summary>How far the newest revision of the settings has been applied to the history.</summary>
/// <param name="State"><c>pending</c>, <c>applying</c> or <c>applied</c>.</param>
/// <param name="Revision">The revision in force.</param>
/// <param name="Application">What was planned and done; absent while it is pending.</param>
public sealed record FilterApplicationView(string State, int Revision, FilterApplication? Application);

/// <summary>What a change of filters would do to the history, and what it has done.</summary>
public static class FilterEndpoints
{
    private const string Tag = "Connectors";
    private const string NdJson = "application/x-ndjson";
    private const int UsualAlerts = 1000;

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/connectors/{id}/preview", PreviewAsync).WithName("PreviewSettings").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("What other settings would do to the whole history, as NDJSON with progress; stores nothing")
            .Produces<FilterPreviewLine>(200, NdJson).DisableRequestTimeout();
        api.MapGet("/connectors/{id}/application", ApplicationAsync).WithName("ShowFilterApplication").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("How far the newest settings have been applied to the history").Produces<FilterApplicationView>().ReadsLog();
    }

    private static async Task<IResult> PreviewAsync(
        Caller caller, string id, string? alerts, RawBody body, SettingsIntake intake, ConnectorStreams streams, FilterPreview preview, HttpContext context)
    {
        var parameters = new Parameters();
        var most = parameters.Number("alerts", alerts, UsualAlerts, 0, int.MaxValue);
        if (parameters.Refusal is { } wrong)
        {
            return wrong;
        }

        if (await streams.FindAsync(caller.Tenant, id, context.RequestAborted) is not { Removed: false } state)
        {
            return Problem.NotFound("connector", id);
        }

        var (given, refusal) = intake.Read(body.Bytes);
        return given switch
        {
            null => refusal!,
            _ when given.Id != id => SettingsProblems.Of("id", "The id differs from the one in the address.", "Make them the same; an id cannot be changed."),
            _ when given.Settings.Kind != state.Settings.Kind =>
                SettingsProblems.Of("kind", $"The connector is of kind {state.Settings.Kind}.", "Preview settings of that kind."),
            _ => Results.Stream(
                async stream =>
                {
                    var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
                    async ValueTask WriteAsync(FilterPreviewLine line)
                    {
                        await JsonSerializer.SerializeAsync(stream, line, json, context.RequestAborted);
                        await stream.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
                    }

                    var result = await preview.RunAsync(
                        caller.Tenant,
                        state,
                        given.Settings,
                        async progress =>
                        {
                            await WriteAsync(new FilterPreviewLine(Progress: progress));
                            await stream.FlushAsync(context.RequestAborted);
                        },
                        context.RequestAborted);
                    await WriteAsync(new FilterPreviewLine(Result: result));
                    foreach (var alert in result.Changed.Take(most))
                    {
                        await WriteAsync(new FilterPreviewLine(Alert: alert));
                    }
                },
                NdJson),
        };
    }

    private static async Task<IResult> ApplicationAsync(
        Caller caller, string id, ConnectorStreams streams, FilterApplications applications, CancellationToken cancellation)
    {
        if (await streams.FindAsync(caller.Tenant, id, cancellation) is not { Removed: false } state)
        {
            return Problem.NotFound("connector", id);
        }

        var application = await applications.FindAsync(caller.Tenant, id, cancellation);
        var own = application?.Revision == state.Revision ? application : null;
        return Results.Ok(new FilterApplicationView(
            own switch { null => "pending", { Complete: true } => "applied", _ => "applying" }, state.Revision, own));
    }
}
