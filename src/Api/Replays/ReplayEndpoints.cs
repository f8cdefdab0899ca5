using System.Text.Json;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Past;
using Dropzone.Ledger.Api.Problems;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Replays;

/// <summary>What is replayed.</summary>
/// <param name="Alert">One alert, by its id.</param>
/// <param name="Stream">One stream.</param>
/// <param name="Connector">A connector with its alerts. Without any of the three: everything.</param>
/// <param name="From">The first moment: a position, or a time; the beginning when absent.</param>
/// <param name="To">The last moment; the end of the log when absent.</param>
public sealed record ReplayParameters(string? Alert, string? Stream, string? Connector, string? From, string? To);

/// <summary>The log told again.</summary>
public static class ReplayEndpoints
{
    private const string NdJson = "application/x-ndjson";
    private static readonly byte[] Newline = "\n"u8.ToArray();

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/replay", ReplayAsync).WithName("ReplayLedger").WithTags("Events").RequireAuthorization(Policies.Read)
            .WithSummary("An alert, a stream, a connector, a range or everything, event by event with what each changed; a line each")
            .Produces<ReplayedEvent>(200, NdJson).ReadsLog().DisableRequestTimeout();

    private static async Task<IResult> ReplayAsync(
        Caller caller, [AsParameters] ReplayParameters asked, LogReplay replay, Moments moments, LedgerDatabase database, HttpContext context)
    {
        var stop = context.RequestAborted;
        if (new[] { asked.Alert, asked.Stream, asked.Connector }.Count(static given => !string.IsNullOrEmpty(given)) > 1)
        {
            return Problem.Field("connector", "Only one of alert, stream and connector can be replayed at a time.", "Leave the others out.");
        }

        var (first, last, wrong) = await moments.FindRangeAsync(caller.Tenant, asked.From, asked.To, stop);
        if (wrong is not null)
        {
            return wrong;
        }

        var stream = asked.Stream;
        if (!string.IsNullOrEmpty(asked.Alert))
        {
            if (!Guid.TryParse(asked.Alert, out var id))
            {
                return Problem.Field("alert", "The id of an alert is expected.", "Take it from the list; a stream is named with stream=.");
            }

            if (await database.Log.FindAsync(caller.Tenant, id, stop) is not { Type: "alert_ingested" } seen)
            {
                return Problem.NotFound("alert", asked.Alert);
            }

            stream = seen.Stream;
        }

        if (await IsUnknownAsync(database, caller.Tenant, stream, asked.Connector, stop) is { } unknown)
        {
            return unknown;
        }

        var events = !string.IsNullOrEmpty(asked.Connector) ? replay.ConnectorAsync(caller.Tenant, asked.Connector, first, last, stop)
            : !string.IsNullOrEmpty(stream) ? replay.StreamAsync(caller.Tenant, stream, first, last, stop)
            : replay.EverythingAsync(caller.Tenant, first, last, stop);
        ReadBarrier.Say(context, last);
        return Results.Stream(body => WriteAsync(body, events, stop), NdJson);
    }

    // A connector is known by its settings, or by alerts whose settings were never recorded here.
    private static async Task<Problem?> IsUnknownAsync(
        LedgerDatabase database, string tenant, string? stream, string? connector, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(connector))
        {
            return string.IsNullOrEmpty(stream) || (await database.Log.ReadStreamAsync(tenant, stream, 1, 1, cancellation)).Count > 0
                ? null
                : Problem.NotFound("stream", stream);
        }

        return (await database.Log.ReadStreamAsync(tenant, StreamId.Connector(connector), 1, 1, cancellation)).Count > 0
            || (await database.Log.ReadLogAsync(tenant, 0, 1, new LogFilter(StreamPrefix: StreamId.AlertsOf(connector)), cancellation)).Count > 0
                ? null
                : Problem.NotFound("connector", connector);
    }

    private static async Task WriteAsync(Stream body, IAsyncEnumerable<ReplayedEvent> events, CancellationToken cancellation)
    {
        await foreach (var e in events.WithCancellation(cancellation))
        {
            await JsonSerializer.SerializeAsync(body, e, LedgerJson.Options, cancellation);
            await body.WriteAsync(Newline, cancellation);
        }
    }
}
