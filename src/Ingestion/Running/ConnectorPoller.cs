using System.Threading.Channels;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.MicrosoftCloud;
using Microsoft.Extensions.Logging;

namespace Dropzone.Ledger.Ingestion;

/// <summary>
/// Polls one connector, its resources one after the other, while this process holds the connector's lease. Requests to poll at once and
/// news about the connector come in through <see cref="Wake"/>.
/// </summary>
internal sealed class ConnectorPoller(
    LedgerDatabase database, ConnectorView connector, ConnectSource connect, PollerOptions options, PollerServices services, TimeProvider time, ILogger logger)
{
    private const int WorkspacesAtOnce = 4;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private readonly Channel<TaskCompletionSource<PollOutcome>?> requests = Channel.CreateUnbounded<TaskCompletionSource<PollOutcome>?>();
    private readonly PolledResources polled = new(database, connector, options, services, time, logger);
    private readonly EvidenceRun evidence = new(time);
    private CloudConnection? connection;
    private PollFailure? refused;
    private (int Revision, int SecretChanges)? opened;

    /// <summary>Polls on until cancelled, until the connector is disabled or removed, or until the lease is lost.</summary>
    /// <param name="lease">Ends when the lease is gone: nothing may be written any more.</param>
    /// <param name="stop">A clean stop: pending coverage is written first.</param>
    public async Task RunAsync(CancellationToken lease, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(lease, stop);
        try
        {
            await WaitAsync(Phase(), both.Token).ConfigureAwait(false);
            while (Continues)
            {
                var asked = Drain();
                await PollAsync(asked, both.Token).ConfigureAwait(false);
                evidence.Follow(polled.Evidence, both.Token);

                // One window at a time: live work and requests come first, and yet each poll is followed by one where polls leave no time.
                var first = true;
                while (Continues && await BackfillAsync(first, both.Token).ConfigureAwait(false))
                {
                    first = false;
                }

                if (Continues)
                {
                    await WaitAsync(polled.Backfills?.DueIn is { } due && due < NextIn() ? due : NextIn(), both.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The normal end.
        }
        finally
        {
            requests.Writer.TryComplete();
            Answer(Drain(), new PollOutcome.NotPolled("poller-stopped", "The poller stopped before it could poll."));
            await CloseAsync(lease).ConfigureAwait(false);
        }
    }

    /// <summary>One poll of every resource, for a caller that holds the lease itself.</summary>
    public async Task<PollOutcome> RunOnceAsync(CancellationToken cancellation)
    {
        try
        {
            var outcome = await PollResourcesAsync(forced: true, cancellation).ConfigureAwait(false);
            await FlushAsync(cancellation).ConfigureAwait(false);
            await evidence.FollowOnceAsync(polled.Evidence, cancellation).ConfigureAwait(false);
            return outcome;
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>Asks for a poll at once; false when the poller has stopped.</summary>
    public bool TryRequest(out Task<PollOutcome> outcome)
    {
        var answer = new TaskCompletionSource<PollOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        outcome = answer.Task;
        return requests.Writer.TryWrite(answer);
    }

    /// <summary>Says that the connector's settings, its secret or its state changed.</summary>
    public void Wake() => requests.Writer.TryWrite(null);

    private bool Continues => connector.State is { Enabled: true, Removed: false } && polled.Live.All(resource => resource.Ended is null)
        && polled.Backfills is not { Ended: true };

    private async Task PollAsync(List<TaskCompletionSource<PollOutcome>> asked, CancellationToken cancellation)
    {
        try
        {
            Answer(asked, await PollResourcesAsync(asked.Count > 0, cancellation).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            Answer(asked, new PollOutcome.NotPolled("poll-interrupted", "The poll was interrupted; it goes on where it was."));
            if (e is not OperationCanceledException)
            {
                logger.LogError(e, "The poll of {Connector} was interrupted", connector.State.Connector);
            }

            throw;
        }
    }

    private async Task<PollOutcome> PollResourcesAsync(bool forced, CancellationToken cancellation)
    {
        await connector.RefreshAsync(cancellation).ConfigureAwait(false);
        if (connector.State is not { Enabled: true, Removed: false })
        {
            return new PollOutcome.NotPolled("connector-not-enabled", "The connector is disabled or removed.");
        }

        // A new secret or new settings may cure what a backoff waits for.
        forced |= await OpenAsync(cancellation).ConfigureAwait(false);
        var outcomes = await PollDueAsync([.. polled.Live.Where(resource => forced || resource.DueIn <= TimeSpan.Zero)], forced, cancellation).ConfigureAwait(false);

        if (refused is null && connection is not null)
        {
            await polled.LookAfterAsync(connection, outcomes, cancellation).ConfigureAwait(false);
        }

        return new PollOutcome.Polled(outcomes);
    }

    /// <summary>The resources of one workspace one after the other, several workspaces side by side: one that is slow holds the others up no longer.</summary>
    private async Task<List<ResourceOutcome>> PollDueAsync(IReadOnlyList<ResourcePoll> due, bool forced, CancellationToken cancellation)
    {
        var outcomes = new ResourceOutcome[due.Count];
        var failure = refused;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, due.Count).GroupBy(i => ResourceReaders.WorkspaceOf(due[i].Resource)),
            new ParallelOptions { MaxDegreeOfParallelism = WorkspacesAtOnce, CancellationToken = cancellation },
            async (workspace, stop) =>
            {
                foreach (var i in workspace)
                {
                    outcomes[i] = failure is not null
                        ? await due[i].RefuseAsync(failure, stop).ConfigureAwait(false)
                        : await due[i].RunAsync(forced, stop).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        return [.. outcomes];
    }

    /// <summary>One window of a backfill, unless somebody asks for a poll or live work is due; false when there was nothing to do.</summary>
    /// <param name="evenLate">Also when live work is due.</param>
    /// <param name="cancellation">Stops.</param>
    private async Task<bool> BackfillAsync(bool evenLate, CancellationToken cancellation)
    {
        var live = NextIn();
        if (refused is not null || polled.Backfills is not { } backfills || backfills.DueIn != TimeSpan.Zero || (live <= ShortestWait && !evenLate)
            || requests.Reader.TryPeek(out _))
        {
            return false;
        }

        await backfills.TurnAsync(live, cancellation).ConfigureAwait(false);
        await connector.RefreshAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Opens the connection anew when settings or secrets are others than those it was opened with; answers whether they were.</summary>
    private async Task<bool> OpenAsync(CancellationToken cancellation)
    {
        var state = connector.State;
        var wanted = (state.Revision, connector.SecretChanges);
        if (opened == wanted && refused is null)
        {
            return false;
        }

        await evidence.StopAsync().ConfigureAwait(false);
        if (opened != wanted)
        {
            await FlushAsync(cancellation).ConfigureAwait(false);
            connection?.Dispose();
            connection = null;
        }

        switch (await connect(connector.Tenant, state, cancellation).ConfigureAwait(false))
        {
            case SourceConnection.Connected connected:
                (connection, refused) = (connected.Connection, null);
                break;
            case SourceConnection.Refused no:
                refused = new PollFailure(no.Code, no.Message) { WhatToDo = no.WhatToDo };
                break;
        }

        if (opened != wanted || connection is not null)
        {
            await polled.LoadAsync(connection, cancellation).ConfigureAwait(false);
        }

        if (polled.Live.Any(resource => resource.HasGaps))
        {
            await connector.ReadAcceptedAsync(cancellation).ConfigureAwait(false);
        }

        var changed = opened is not null && opened != wanted;
        opened = wanted;
        return changed;
    }

    private async Task CloseAsync(CancellationToken lease)
    {
        try
        {
            await evidence.StopAsync().ConfigureAwait(false);
            if (!lease.IsCancellationRequested)
            {
                await FlushAsync(lease).ConfigureAwait(false);
            }
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        foreach (var resource in polled.Live)
        {
            await resource.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var woken = requests.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(woken, Task.Delay(wait, time, either.Token)).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    private TimeSpan NextIn()
    {
        var next = polled.Live.Select(resource => resource.DueIn).DefaultIfEmpty(connector.State.Settings.PollInterval).Min();
        return next < ShortestWait ? ShortestWait : next;
    }

    private List<TaskCompletionSource<PollOutcome>> Drain()
    {
        var asked = new List<TaskCompletionSource<PollOutcome>>();
        while (requests.Reader.TryRead(out var request))
        {
            if (request is not null)
            {
                asked.Add(request);
            }
        }

        return asked;
    }

    private static void Answer(List<TaskCompletionSource<PollOutcome>> asked, PollOutcome outcome) =>
        asked.ForEach(request => request.TrySetResult(outcome));

    /// <summary>Where in its first moments a connector begins, by its name: a hundred connectors do not ask in lockstep.</summary>
    private TimeSpan Phase()
    {
        var share = Convert.ToInt32(HighMark.ShortKey(connector.State.Connector)[..4], 16) / 65536.0;
        var interval = connector.State.Settings.PollInterval;
        return (interval < TimeSpan.FromSeconds(1) ? interval : TimeSpan.FromSeconds(1)) * share;
    }
}
