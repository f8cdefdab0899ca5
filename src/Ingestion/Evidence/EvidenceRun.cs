namespace Dropzone.Ledger.Ingestion;

/// <summary>Runs the follower of one connector beside its polls: a slow mailbox holds no alert up. Used by one poller.</summary>
internal sealed class EvidenceRun(TimeProvider time)
{
    private static readonly TimeSpan OfOnePoll = TimeSpan.FromSeconds(5);
    private (Task Run, CancellationTokenSource Stop)? running;

    /// <summary>Lets the follower look at what a poll brought.</summary>
    public void Follow(EvidenceFollower? follower, CancellationToken cancellation)
    {
        if (follower is not null && running is null)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            running = (follower.RunAsync(stop.Token), stop);
        }

        follower?.Wake();
    }

    /// <summary>As much as a caller who waits for one poll has the time for; the rest is looked for by the next poller.</summary>
    public async Task FollowOnceAsync(EvidenceFollower? follower, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(OfOnePoll, time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            while (follower is not null && await follower.TurnAsync(enough.Token).ConfigureAwait(false))
            {
                // One version at a time.
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The cursor says where it goes on.
        }
    }

    /// <summary>Ends it, before its connection is closed.</summary>
    public async Task StopAsync()
    {
        if (running is var (run, stop))
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(false);
            stop.Dispose();
            running = null;
        }
    }
}
