using System.Globalization;
using System.Text.Json.Serialization;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Commands;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Tickets;

/// <summary>A page of the ticket board with its balance.</summary>
/// <param name="Items">Intents, the newest first.</param>
/// <param name="Titles">What their alerts are called, by alert; one that the list of alerts has not come to yet is absent.</param>
/// <param name="Balance">Of each connector: intents = written + already in sync + superseded + failed + waiting.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null on the last page.</param>
public sealed record TicketBoardView(
    IReadOnlyList<TicketRow> Items,
    IReadOnlyDictionary<Guid, string> Titles,
    IReadOnlyList<TicketBalance> Balance,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor = null);

/// <summary>How much of the past is sent.</summary>
/// <param name="Recorded">Intents that were recorded.</param>
public sealed record CaughtUp(int Recorded);

/// <summary>The ticket board.</summary>
public static class TicketEndpoints
{
    private const string Tag = "Tickets";
    private const int UsualLimit = 50;
    private const int LargestLimit = 500;

    private static readonly Dictionary<string, string> States = TicketBoardState.All.ToDictionary(static s => s, StringComparer.Ordinal);

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tickets", ListAsync).WithName("ListTickets").WithTags(Tag).RequireAuthorization(Policies.Read)
            .WithSummary("Every intent of a write-back and how it ended, newest first").Produces<TicketBoardView>().ReadsModel(ProjectionNames.TicketBoard);
        api.MapPost("/tickets/{intent:guid}/retry", RetryAsync).WithName("RetryTicket").WithTags(Tag).RequireAuthorization(Policies.Investigate)
            .WithSummary("Asks again after a failure: a new intent").Produces<CommandAnswer>();
        api.MapPost("/connectors/{id}/tickets/catch-up", CatchUpAsync).WithName("CatchUpTickets").WithTags(Tag).RequireAuthorization(Policies.Configure)
            .WithSummary("Writes back what was changed while the option was off").Produces<CaughtUp>();
    }

    private static async Task<IResult> ListAsync(
        Caller caller, string? connector, string? state, Guid? alert, Guid? intent, string? cursor, string? limit, TicketBoardQueries queries, AlertListQueries alerts,
        HttpContext context)
    {
        var parameters = new Parameters();
        var wanted = parameters.OneOf("state", state, "", States);
        var before = parameters.Position("cursor", cursor, -1);
        var most = parameters.Number("limit", limit, UsualLimit, 1, LargestLimit);
        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        var filter = new TicketBoardFilter(string.IsNullOrEmpty(connector) ? null : connector, wanted.Length == 0 ? null : wanted, alert, intent);
        var page = await queries.ListAsync(caller.Tenant, filter, before < 0 ? null : before, most, context.RequestAborted);
        var balance = await queries.BalanceAsync(caller.Tenant, filter.Connector, context.RequestAborted);
        var titles = await alerts.TitlesAsync(caller.Tenant, [.. page.Items.Select(static row => row.Alert).Distinct()], context.RequestAborted);
        return Results.Ok(new TicketBoardView(page.Items, titles, balance, page.NextCursor?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> RetryAsync(Caller caller, Guid intent, CommandHeaders headers, TicketCommands commands, HttpContext context) =>
        (await commands.RetryAsync(caller, headers, intent, context.RequestAborted)).Answer(context);

    private static async Task<IResult> CatchUpAsync(Caller caller, string id, TicketCommands commands, HttpContext context)
    {
        var (recorded, refusal) = await commands.CatchUpAsync(caller.Tenant, id, context.RequestAborted);
        return refusal is null ? Results.Ok(new CaughtUp(recorded)) : refusal;
    }
}
