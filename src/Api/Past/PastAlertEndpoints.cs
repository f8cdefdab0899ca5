using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Alerts;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Past;

/// <summary>Which list is compared between which moments.</summary>
/// <param name="From">The former moment: a position, or a time; 0 = before the first event.</param>
/// <param name="To">The later moment.</param>
/// <param name="Connector">The connector's slug.</param>
/// <param name="Severity">Severities.</param>
/// <param name="Status">The source's status words.</param>
/// <param name="Decision"><c>shown</c> (when absent), <c>excluded</c>, <c>merged</c> or <c>all</c>.</param>
/// <param name="Investigation">Statuses of the investigation.</param>
/// <param name="Group">Members of this group.</param>
/// <param name="Cursor">The former page's <c>nextCursor</c>.</param>
/// <param name="Limit">At most so many; 50 when absent, at most 200.</param>
public sealed record ComparedAlerts(
    string? From, string? To, string? Connector, string[]? Severity, string[]? Status, string? Decision, string[]? Investigation, string? Group, string? Cursor, string? Limit)
{
    internal AlertParameters Listed => new(Connector, Severity, Status, Decision, Investigation, Group, null, null, null, Limit, null, null);
}

/// <summary>How a list differs between two moments.</summary>
/// <param name="From">The former position.</param>
/// <param name="To">The later position.</param>
/// <param name="Generation">The generation of the read model that answered.</param>
/// <param name="Appeared">How many alerts are on it at the later position only; of the first page on.</param>
/// <param name="Vanished">How many are on it at the former position only.</param>
/// <param name="Items">They, in the order of the events that made it so.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null on the last page.</param>
public sealed record ListDifferenceView(
    long From,
    long To,
    int Generation,
    long Appeared,
    long Vanished,
    IReadOnlyList<ListChangeView> Items,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? NextCursor);

/// <summary>An alert that is on the list at one of the moments only.</summary>
/// <param name="Change"><c>appeared</c> or <c>vanished</c>.</param>
/// <param name="By">The event that made it so.</param>
/// <param name="Alert">The alert at the later moment.</param>
public sealed record ListChangeView(string Change, ChangingEvent By, AlertItem Alert);

/// <summary>The event that changed something.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Stream">Its stream: of the alert itself, of another one of its group, or of the ledger.</param>
/// <param name="Timestamp">When it was recorded.</param>
/// <param name="Says">In a sentence.</param>
/// <param name="UserName">Who acted.</param>
public sealed record ChangingEvent(long Position, string Type, string Stream, DateTimeOffset Timestamp, string Says, string? UserName);

/// <summary>The list between two moments.</summary>
public static class PastAlertEndpoints
{
    private const int EventsAtOnce = 20;

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/alerts/difference", CompareAsync).WithName("CompareAlerts").WithTags("Alerts").RequireAuthorization(Policies.Read)
            .WithSummary("What came onto a list between two moments, what left it, and by which event").Produces<ListDifferenceView>()
            .ReadsModelAtOnce(ProjectionNames.AlertList);

    private static async Task<IResult> CompareAsync(
        Caller caller, [AsParameters] ComparedAlerts asked, Moments moments, PastAlerts past, LedgerDatabase database, SafeLinks links, HttpContext context)
    {
        var parameters = new Parameters();
        var filter = AlertListEndpoints.Filter(asked.Listed, parameters);
        (long, long)? after = (0, 0);
        if (!string.IsNullOrEmpty(asked.Cursor) && (after = KeyOf(asked.Cursor)) is null)
        {
            parameters.Refuse("cursor", "The nextCursor of such a difference is expected.");
        }

        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        var (earlier, later, wrong) = await moments.FindBothAsync(caller.Tenant, asked.From, asked.To, context.RequestAborted);
        if (wrong is not null)
        {
            return wrong;
        }

        var found = await past.CompareAsync(caller.Tenant, filter, earlier, later, after!.Value, context.RequestAborted);
        var events = await EventsAsync(database, caller.Tenant, found.Changes.Select(static c => c.Position), context.RequestAborted);
        ReadBarrier.Say(context, later);
        return Results.Ok(new ListDifferenceView(
            earlier,
            later,
            found.Generation,
            found.Totals.Appeared,
            found.Totals.Vanished,
            [.. found.Changes.Select(c => new ListChangeView(c.Appeared ? "appeared" : "vanished", events[c.Position], AlertItem.Of(c.Row, links)))],
            found.Next is { } next ? $"{next.Position}.{next.Ingested}" : null));
    }

    private static async Task<IReadOnlyDictionary<long, ChangingEvent>> EventsAsync(
        LedgerDatabase database, string tenant, IEnumerable<long> positions, CancellationToken cancellation)
    {
        var found = new Dictionary<long, ChangingEvent>();
        foreach (var some in positions.Distinct().Chunk(EventsAtOnce))
        {
            foreach (var read in await Task.WhenAll(some.Select(position => database.Log.ReadLogAsync(tenant, position - 1, 1, null, cancellation))))
            {
                var e = read[0];
                found.Add(e.Position, new ChangingEvent(e.Position, e.Type, e.Stream, e.Timestamp, EventStory.Of(EventCodec.Decode(e.Type, e.Data.Span)), e.UserName));
            }
        }

        return found;
    }

    private static (long, long)? KeyOf(string cursor) =>
        cursor.Split('.') is [var position, var ingested] && long.TryParse(position, out var p) && long.TryParse(ingested, out var i) ? (p, i) : null;
}
