using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Events;
using Dropzone.Ledger.Api.Past;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Alerts;

/// <summary>One alert: now, how it came to be so, and why it is or is not on the list.</summary>
public static class AlertEndpoints
{
    private const string Tag = "Alerts";

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alerts/{id:guid}", FindAsync).WithName("ShowAlert").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Everything of one alert, now or as it stood").Produces<AlertDetailView>().ReadsModel(ProjectionNames.AlertDetail, ProjectionNames.AlertList);
        api.MapGet("/alerts/{id:guid}/history", HistoryAsync).WithName("ShowAlertHistory").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Every event of one alert, with what each changed").Produces<Page<HistoryEntry>>().ReadsLog();
        api.MapGet("/alerts/{id:guid}/why", WhyAsync).WithName("ExplainAlert").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Why the alert is, or is not, on the list").Produces<WhyView>().ReadsModel(ProjectionNames.AlertDetail, ProjectionNames.AlertList);
    }

    private static async Task<IResult> FindAsync(
        Caller caller, Guid id, string? asOf, string? cited, AlertsOfThePast then, AlertDetailQueries queries, LedgerDatabase database, SafeLinks links, HttpContext context)
    {
        if (!string.IsNullOrEmpty(asOf))
        {
            return await then.FindAsync(caller.Tenant, id, asOf, context);
        }

        if (await queries.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } detail)
        {
            return Problem.NotFound("alert", id.ToString());
        }

        EntityTag.Say(context, detail.State.StreamVersion);
        return Results.Ok(AlertDetailView.Of(detail, links) with
        {
            Entities = await EntityEndpoints.ReadAsync(database, caller.Tenant, detail.State.Entities, context.RequestAborted),
        });
    }

    private static async Task<IResult> HistoryAsync(Caller caller, Guid id, AlertStreams streams, HttpContext context)
    {
        if (await streams.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } alert)
        {
            return Problem.NotFound("alert", id.ToString());
        }

        var entries = new List<HistoryEntry>();
        AlertState? before = null;
        foreach (var (stored, happened) in alert.Events)
        {
            var after = AlertState.Apply(before, happened, stored.Id, stored.Version, stored.Timestamp);
            entries.Add(new HistoryEntry(EventView.Of(stored), EventStory.Of(happened), AlertChanges.Between(before, after)));
            before = after;
        }

        EntityTag.Say(context, alert.State.StreamVersion);
        return Results.Ok(new Page<HistoryEntry>(entries));
    }

    private static async Task<IResult> WhyAsync(
        Caller caller, Guid id, AlertStreams streams, AlertDetailQueries queries, LedgerDatabase database, HttpContext context)
    {
        if (await streams.FindAsync(caller.Tenant, id, context.RequestAborted) is not { } alert)
        {
            return Problem.NotFound("alert", id.ToString());
        }

        var detail = await queries.FindAsync(caller.Tenant, id, context.RequestAborted);
        var windows = await WhyWindows.FindAsync(database, caller.Tenant, alert, context.RequestAborted);
        var origins = await RuleOrigins.ReadAsync(database, caller.Tenant, alert.State.Connector, context.RequestAborted);
        return Results.Ok(Why.Tell(id, alert, detail, windows, origins));
    }
}
