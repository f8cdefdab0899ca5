using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Api.Secrets;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>Connectors and their settings.</summary>
public static class ConnectorEndpoints
{
    private const string Tag = "Connectors";

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/connector-kinds", Kinds).WithName("ListConnectorKinds").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("The kinds of connector, with the JSON Schema of their settings").Produces<Page<ConnectorKindView>>().ReadsLog();
        api.MapGet("/connectors", ListAsync).WithName("ListConnectors").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Every connector that was not removed").Produces<Page<ConnectorView>>().ReadsLog();
        api.MapGet("/connectors/{id}", FindAsync).WithName("ShowConnector").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("One connector; its ETag is the revision").Produces<ConnectorView>().ReadsLog();
        api.MapGet("/connectors/{id}/revisions", RevisionsAsync).WithName("ListConnectorRevisions").WithTags(Tag)
            .RequireAuthorization(Policies.Read).WithSummary("Every revision of the settings, newest first").Produces<Page<RevisionView>>().ReadsLog();
        api.MapPost("/connectors", CreateAsync).WithName("CreateConnector").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Makes a connector").Produces<ConnectorChange>(201);
        api.MapPut("/connectors/{id}", ReplaceAsync).WithName("ReplaceConnector").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Gives a connector new settings; If-Match must name the revision that they were made from").Produces<ConnectorChange>();
        api.MapDelete("/connectors/{id}", RemoveAsync).WithName("RemoveConnector").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Removes a connector with its secret; its history stays").Produces<ConnectorChange>();
        api.MapPost("/connectors/{id}/enable", EnableAsync).WithName("EnableConnector").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Allows polling").Produces<ConnectorChange>();
        api.MapPost("/connectors/{id}/disable", DisableAsync).WithName("DisableConnector").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Stops polling").Produces<ConnectorChange>();
    }

    private static IResult Kinds(EndpointDirectory endpoints) => Results.Ok(new Page<ConnectorKindView>(
        [.. ConnectorKinds.All.Select(kind => new ConnectorKindView(kind.Kind, kind.Title, Schema(kind), endpoints.Names))]));

    private static async Task<IResult> ListAsync(
        Caller caller, ConnectorStreams streams, ConnectorSecrets secrets, CancellationToken cancellation)
    {
        var views = new List<ConnectorView>();
        foreach (var state in (await streams.ListAsync(caller.Tenant, cancellation)).Where(static s => !s.Removed))
        {
            views.Add(ConnectorView.Of(state, await secrets.DescribeAsync(caller.Tenant, state.Connector, cancellation)));
        }

        return Results.Ok(new Page<ConnectorView>(views));
    }

    private static async Task<IResult> FindAsync(
        Caller caller, string id, ConnectorStreams streams, ConnectorSecrets secrets, HttpContext context)
    {
        var state = await streams.FindAsync(caller.Tenant, id, context.RequestAborted);
        if (state is null or { Removed: true })
        {
            return Problem.NotFound("connector", id);
        }

        EntityTag.Say(context, state.Revision);
        return Results.Ok(ConnectorView.Of(state, await secrets.DescribeAsync(caller.Tenant, id, context.RequestAborted)));
    }

    private static async Task<IResult> RevisionsAsync(Caller caller, string id, LedgerDatabase database, CancellationToken cancellation)
    {
        var filter = new LogFilter(["connector_configured"], StreamId.Connector(id));
        var events = await database.Log.ReadLogAsync(caller.Tenant, 0, int.MaxValue, filter, cancellation);
        if (events.Count == 0)
        {
            return Problem.NotFound("connector", id);
        }

        var revisions = events.Reverse().Select(e =>
        {
            var configured = (ConnectorConfigured)EventCodec.Decode(e.Type, e.Data.Span);
            return new RevisionView(
                configured.Revision, e.Position, e.Timestamp, configured.By.Name, SettingsDocument.Write(id, configured.Settings, enabled: true));
        });
        return Results.Ok(new Page<RevisionView>([.. revisions]));
    }

    private static async Task<IResult> CreateAsync(
        Caller caller, CommandHeaders headers, RawBody body, SettingsIntake intake, ConnectorCommands commands, ConnectorStreams streams,
        HttpContext context)
    {
        var (given, refusal) = intake.Read(body.Bytes);
        return given is null
            ? refusal!
            : await AnswerAsync(
                await commands.CreateAsync(caller, headers, given, context.RequestAborted), caller, given.Id, streams, context, created: true);
    }

    private static async Task<IResult> ReplaceAsync(
        Caller caller, string id, string? previewedAt, CommandHeaders headers, RawBody body, LedgerDatabase database, SettingsIntake intake, ConnectorCommands commands,
        ConnectorStreams streams, HttpContext context)
    {
        if (headers.Version is null)
        {
            return new Problem(ProblemKinds.IfMatchRequired, "Send If-Match with the ETag of the connector that the settings were made from.");
        }

        var parameters = new Parameters();
        long? previewed = string.IsNullOrEmpty(previewedAt) ? null : parameters.Position("previewedAt", previewedAt, 0);
        if (previewed > (await database.Log.HeadAsync(caller.Tenant, context.RequestAborted)).Position)
        {
            parameters.Refuse("previewedAt", "The log does not reach so far. Give the position that the preview answered.");
        }

        if (parameters.Refusal is { } wrong)
        {
            return wrong;
        }

        var (given, refusal) = intake.Read(body.Bytes);
        return given switch
        {
            null => refusal!,
            _ when given.Id != id => SettingsProblems.Of("id", "The id differs from the one in the address.", "Make them the same; an id cannot be changed."),
            _ => await AnswerAsync(
                await commands.ReplaceAsync(caller, headers, given with { PreviewedAt = previewed }, context.RequestAborted), caller, id, streams, context),
        };
    }

    private static async Task<IResult> RemoveAsync(
        Caller caller, string id, CommandHeaders headers, ConnectorCommands commands, ConnectorStreams streams, HttpContext context) =>
        await AnswerAsync(await commands.RemoveAsync(caller, headers, id, context.RequestAborted), caller, id, streams, context);

    private static async Task<IResult> EnableAsync(
        Caller caller, string id, CommandHeaders headers, ConnectorCommands commands, ConnectorStreams streams, HttpContext context) =>
        await AnswerAsync(
            await commands.SwitchAsync(caller, headers, id, on: true, null, context.RequestAborted), caller, id, streams, context);

    private static async Task<IResult> DisableAsync(
        Caller caller, string id, CommandHeaders headers, RequestBody<ReasonBody> body, ConnectorCommands commands, ConnectorStreams streams,
        HttpContext context) =>
        await AnswerAsync(
            await commands.SwitchAsync(caller, headers, id, on: false, body.Value.Reason, context.RequestAborted), caller, id, streams, context);

    private static async Task<IResult> AnswerAsync(
        Ran ran, Caller caller, string id, ConnectorStreams streams, HttpContext context, bool created = false)
    {
        var revision = ran is Ran.Done ? (await streams.FindAsync(caller.Tenant, id, context.RequestAborted))?.Revision ?? 0 : 0;
        return ran.Answer(context, done =>
        {
            EntityTag.Say(context, revision);
            var change = new ConnectorChange(id, revision, done.Position, done.Changed, done.Repeated);
            return created ? Results.Created($"/api/v1/connectors/{id}", change) : Results.Ok(change);
        });
    }

    private static JsonElement Schema(ConnectorKindDescription kind)
    {
        using var schema = JsonDocument.Parse(kind.Schema);
        return schema.RootElement.Clone();
    }
}
