namespace Dropzone.Ledger.Ingestion;

/// <summary>The backfills of one connector, oldest first, a window at a time.</summary>
internal sealed class Backfills(ConnectorView connector, IReadOnlyList<BackfillPoll> resources, BackfillBudget budget, TimeProvider time)
{
    private static readonly TimeSpan LeastTurn = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a commit found that the connector is no longer polled by this process.</summary>
    public bool Ended => resources.Any(resource => resource.Ended is not null);

    /// <summary>How long until a backfill can go on; null when there is none.</summary>
    public TimeSpan? DueIn => connector.Backfills
        .SelectMany(asked => Parts(asked).Select(part => part.DueIn(asked) ?? TimeSpan.Zero))
        .Cast<TimeSpan?>()
        .Min();

    /// <summary>Reads one window of the oldest backfill that can go on. Gives up waiting for a request when live work is due.</summary>
    /// <param name="untilLive">How long until live work is due.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task TurnAsync(TimeSpan untilLive, CancellationToken cancellation)
    {
        foreach (var resource in resources)
        {
            resource.Keep(connector.Backfills);
        }

        using var yield = new CancellationTokenSource(untilLive > LeastTurn ? untilLive : LeastTurn, time);
        budget.Yield = yield.Token;
        try
        {
            foreach (var asked in connector.Backfills.ToList())
            {
                var parts = Parts(asked).ToList();
                if (parts.Count > 0 && parts.TrueForAll(part => part.DueIn(asked) is null))
                {
                    await parts[0].CompleteAsync(asked, [.. parts.Select(part => part.Of(asked)!)], cancellation).ConfigureAwait(false);
                    return;
                }

                if (parts.Find(part => part.DueIn(asked) == TimeSpan.Zero) is { } next)
                {
                    await next.ReadWindowAsync(asked, cancellation).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (BackfillYieldException)
        {
            // The committed pages stay; the rest of the window is read at the next turn.
        }
    }

    private IEnumerable<BackfillPoll> Parts(OpenBackfill asked) => resources.Where(resource => asked.Resource is null || asked.Resource == resource.Resource);
}
