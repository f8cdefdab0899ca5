using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.EventStore;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dropzone.Ledger.Api.Events;

/// <summary>Which events are wanted.</summary>
/// <param name="After">The last position that the client has; 0 for all.</param>
/// <param name="Stream">Only this stream.</param>
/// <param name="Types">Only these stored names, separated by commas.</param>
/// <param name="Limit">At most so many; 100 when absent, at most 1000. With <c>Accept: application/x-ndjson</c> all when absent.</param>
/// <param name="Cursor">The position after which the next page begins; the same as <paramref name="After"/>.</param>
public sealed record EventParameters(string? After, string? Stream, string[]? Types, string? Limit, string? Cursor);

/// <summary>The log itself.</summary>
public static class EventEndpoints
{
    private const string NdJson = "application/x-ndjson";
    private const int UsualLimit = 100;
    private const int LargestLimit = 1000;
    private static readonly HashSet<string> KnownTypes = [.. EventTypes.All.Select(static t => t.Alias)];

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events", ListAsync).WithName("ListEvents").WithTags("Events").RequireAuthorization(Policies.Read)
            .WithSummary("The log in order; as NDJSON in bulk").Produces<Page<EventView>>(200, "application/json", NdJson)
            .ReadsLog().DisableRequestTimeout();

    private static async Task<IResult> ListAsync(
        Caller caller, [AsParameters] EventParameters asked, LedgerDatabase database, HttpContext context)
    {
        var parameters = new Parameters();
        var bulk = context.Request.Headers.Accept.Any(static a => a?.Contains(NdJson, StringComparison.OrdinalIgnoreCase) == true);
        var after = parameters.Position("after", asked.After, parameters.Position("cursor", asked.Cursor, 0));
        var limit = parameters.Number("limit", asked.Limit, bulk ? int.MaxValue : UsualLimit, 1, bulk ? int.MaxValue : LargestLimit);
        var types = Parameters.Words(asked.Types);
        foreach (var unknown in types.Where(static t => !KnownTypes.Contains(t)))
        {
            parameters.Refuse("types", $"There is no event type '{Problem.PlainName(unknown)}'.");
        }

        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        var filter = new LogFilter(types.Count == 0 ? null : types, string.IsNullOrEmpty(asked.Stream) ? null : asked.Stream);
        if (bulk)
        {
            return Results.Stream(stream => WriteAsync(stream, caller.Tenant, database, after, limit, filter, context), NdJson);
        }

        var events = await database.Log.ReadLogAsync(caller.Tenant, after, limit + 1, filter, context.RequestAborted);
        var page = events.Take(limit).Select(EventView.Of).ToList();
        return Results.Ok(new Page<EventView>(page, events.Count > limit ? page[^1].Position.ToString() : null));
    }

    private static async Task WriteAsync(
        Stream stream, string tenant, LedgerDatabase database, long after, long limit, LogFilter filter, HttpContext context)
    {
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var end = (await database.Log.HeadAsync(tenant, context.RequestAborted)).Position;
        while (limit > 0)
        {
            var batch = await database.Log.ReadLogAsync(tenant, after, (int)Math.Min(limit, LargestLimit), filter, context.RequestAborted);
            foreach (var e in batch.Where(e => e.Position <= end))
            {
                await JsonSerializer.SerializeAsync(stream, EventView.Of(e), json, context.RequestAborted);
                await stream.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
            }

            if (batch.Count == 0 || batch[^1].Position >= end)
            {
                return;
            }

            after = batch[^1].Position;
            limit -= batch.Count;
        }
    }
}
