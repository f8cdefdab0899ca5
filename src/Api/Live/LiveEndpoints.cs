using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Dropzone.Ledger.Api.Access;
using Dropzone.Ledger.Api.Events;
using Dropzone.Ledger.Api.Hosting;
using Dropzone.Ledger.Api.Reading;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Live;

/// <summary>One message of the live stream.</summary>
/// <param name="Head">The position of the log's end when it was sent.</param>
/// <param name="Event">The event; absent in a heartbeat and in the last message.</param>
public sealed record LiveMessage(long Head, EventView? Event = null);

/// <summary>The log as it grows, as server-sent events.</summary>
public static class LiveEndpoints
{
    private const int Batch = 200;

    /// <summary>Maps it.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events/live", LiveAsync).WithName("FollowEvents").WithTags("Events").RequireAuthorization(Policies.Read)
            .WithSummary("Events as they are recorded (server-sent events): event, heartbeat, ended")
            .Produces<LiveMessage>(200, "text/event-stream").DisableRequestTimeout();

    private static async Task<IResult> LiveAsync(
        Caller caller, string? after, HttpContext context, LedgerDatabase database, LedgerHostOptions options, TokenWatch watch,
        IHostApplicationLifetime lifetime)
    {
        var parameters = new Parameters();
        var resume = context.Request.Headers["Last-Event-ID"].ToString();
        var head = (await database.Log.HeadAsync(caller.Tenant, context.RequestAborted)).Position;
        var from = parameters.Position("Last-Event-ID", resume, parameters.Position("after", after, head));
        if (parameters.Refusal is { } refusal)
        {
            return refusal;
        }

        ReadBarrier.Say(context, head);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(stop);
        return TypedResults.ServerSentEvents(FollowAsync(caller, context, database, options, watch, from, stop.Token));
    }

    private static async IAsyncEnumerable<SseItem<LiveMessage>> FollowAsync(
        Caller caller,
        HttpContext context,
        LedgerDatabase database,
        LedgerHostOptions options,
        TokenWatch watch,
        long from,
        [EnumeratorCancellation] CancellationToken stop)
    {
        var head = from;
        yield return new SseItem<LiveMessage>(new LiveMessage(head), "heartbeat");
        using var following = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var batches = database.Log.FollowAsync(caller.Tenant, from, Batch, following.Token).GetAsyncEnumerator(following.Token);
        var next = Guarded(batches.MoveNextAsync().AsTask());
        try
        {
            var isChecked = options.Time.GetUtcNow();
            while (await BeatAsync(next, options, stop))
            {
                if (options.Time.GetUtcNow() - isChecked >= options.LiveRecheck)
                {
                    if (!await watch.IsInForceAsync(context, stop))
                    {
                        yield return new SseItem<LiveMessage>(new LiveMessage(head), "ended");
                        break;
                    }

                    isChecked = options.Time.GetUtcNow();
                }

                if (!next.IsCompleted)
                {
                    yield return new SseItem<LiveMessage>(new LiveMessage(head), "heartbeat");
                    continue;
                }

                if (!await next)
                {
                    break;
                }

                head = batches.Current.Head;
                foreach (var e in batches.Current.Events)
                {
                    yield return new SseItem<LiveMessage>(new LiveMessage(head, EventView.Of(e)), "event") { EventId = e.Position.ToString() };
                }

                next = Guarded(batches.MoveNextAsync().AsTask());
            }
        }
        finally
        {
            // The follower may be waiting for the next event: it can be disposed only after it has let go.
            await following.CancelAsync();
            await next;
            await batches.DisposeAsync();
        }
    }

    /// <summary>Waits for the next batch, but no longer than until something has to be said or asked; false when the stream is to end.</summary>
    private static async Task<bool> BeatAsync(Task<bool> next, LedgerHostOptions options, CancellationToken stop)
    {
        var pause = options.Heartbeat < options.LiveRecheck ? options.Heartbeat : options.LiveRecheck;
        await Task.WhenAny(next, Task.Delay(pause, options.Time, stop));
        return !stop.IsCancellationRequested;
    }

    private static async Task<bool> Guarded(Task<bool> moving)
    {
        try
        {
            return await moving;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
