using Dropzone.Ledger.EventStore;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// One lane a ticket: its intents one after the other, in the order of the log, while other tickets go on. A lane that waits holds nobody up, and
/// a later intent for its ticket ends the wait.
/// </summary>
internal sealed class TicketLanes(
    TicketBook book, IntentRunner runner, TicketSyncOptions options, TimeProvider time, ILogger logger, CancellationToken stop, CancellationToken lost) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<TicketKey, Lane> lanes = [];
    private readonly SemaphoreSlim places = new(options.Parallel);

    private sealed class Lane
    {
        /// <summary>By position. An intent may come after a later one: others than this process record some, which come with the log.</summary>
        public SortedList<long, OpenIntent> Waiting { get; } = [];

        public TaskCompletionSource Newer { get; set; } = NewSignal();

        public Task Running { get; set; } = Task.CompletedTask;

        public static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Puts an intent into its lane, where its position belongs.</summary>
    public void Add(OpenIntent intent)
    {
        if (!intent.Inherited)
        {
            TicketMetrics.Requested(intent.Request);
        }

        var key = TicketKey.Of(book.Resolve(intent.Request.Ticket));
        lock (gate)
        {
            if (!lanes.TryGetValue(key, out var lane))
            {
                lanes.Add(key, lane = new Lane());
            }

            lane.Waiting.Add(intent.Position, intent);
            FailPoint.Reach(TicketStep.AfterLane);
            lane.Newer.TrySetResult();
            if (lane.Waiting.Count == 1)
            {
                lane.Newer = Lane.NewSignal();
                lane.Running = Task.Run(() => RunAsync(key, lane), CancellationToken.None);
            }
        }
    }

    /// <summary>Ends every wait: something that intents wait for may have changed.</summary>
    public void Wake()
    {
        lock (gate)
        {
            foreach (var lane in lanes.Values)
            {
                lane.Newer.TrySetResult();
            }
        }
    }

    /// <summary>Waits until every lane has stopped.</summary>
    public Task StoppedAsync()
    {
        lock (gate)
        {
            return Task.WhenAll(lanes.Values.Select(l => l.Running));
        }
    }

    public void Dispose() => places.Dispose();

    private async Task RunAsync(TicketKey key, Lane lane)
    {
        // What is under way when the process is told to stop may end; nothing new begins.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(lost);
        await using var stopping = stop.Register(() => patience.CancelAfter(options.Grace));
        while (!stop.IsCancellationRequested && !lost.IsCancellationRequested)
        {
            OpenIntent intent;
            lock (gate)
            {
                intent = lane.Waiting.GetValueAtIndex(0);
            }

            if (!await EndAsync(lane, intent, patience.Token).ConfigureAwait(false))
            {
                return;
            }

            lock (gate)
            {
                lane.Waiting.Remove(intent.Position);
                if (lane.Waiting.Count == 0)
                {
                    lanes.Remove(key);
                    return;
                }
            }
        }
    }

    /// <returns>False when it was told to stop first.</returns>
    private async Task<bool> EndAsync(Lane lane, OpenIntent intent, CancellationToken patience)
    {
        var course = new IntentRunner.Course();
        var failures = 0;
        while (!stop.IsCancellationRequested && !lost.IsCancellationRequested)
        {
            TimeSpan? wait;
            try
            {
                wait = await StepAsync(lane, intent, course, patience).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested || lost.IsCancellationRequested)
            {
                return false;
            }
#pragma warning disable CA1031 // Whatever stopped the step is retried: an intent that is dropped would wait for ever.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(e, "A step of the write-back {Intent} failed; it is tried again", intent.Id);
                wait = options.WaitAfter(++failures, null, Random.Shared.NextDouble());
            }

            if (wait is null)
            {
                if (course.ReplacedBy is { } anew)
                {
                    Add(anew);
                }

                return true;
            }

            FailPoint.Reach(TicketStep.BeforeWait);
            await WaitAsync(lane, wait.Value).ConfigureAwait(false);
        }

        return false;
    }

    private async Task<TimeSpan?> StepAsync(Lane lane, OpenIntent intent, IntentRunner.Course course, CancellationToken patience)
    {
        await places.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            bool overtaken;
            lock (gate)
            {
                overtaken = lane.Waiting.GetKeyAtIndex(lane.Waiting.Count - 1) > intent.Position || book.IsOvertaken(intent);
                lane.Newer = lane.Newer.Task.IsCompleted ? Lane.NewSignal() : lane.Newer;
            }

            return await runner.StepAsync(intent, course, overtaken, patience).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task WaitAsync(Lane lane, TimeSpan wait)
    {
        Task newer;
        lock (gate)
        {
            newer = lane.Newer.Task;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, lost);
        await Task.WhenAny(newer, Task.Delay(wait, time, end.Token)).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
    }
}
