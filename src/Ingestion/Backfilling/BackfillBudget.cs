using Dropzone.Ledger.MicrosoftCloud;

namespace Dropzone.Ledger.Ingestion;

/// <summary>Waits until a request to an API may be sent.</summary>
internal delegate Task PayRequest(CloudService service, CancellationToken cancellation);

/// <summary>Pays for the requests of backfills: after live work, and no longer waiting than until live work is due.</summary>
internal sealed class BackfillBudget(RequestBudgets budgets, string directory)
{
    /// <summary>Ends the wait for a request; a request that is under way is not ended.</summary>
    public CancellationToken Yield { get; set; }

    /// <exception cref="BackfillYieldException">Live work is due.</exception>
    public async Task PayAsync(CloudService service, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Yield);
        try
        {
            await budgets.AcquireAsync(directory, RequestBudgets.NameOf(service), RequestPriority.Background, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BackfillYieldException();
        }
    }
}

/// <summary>A backfill stopped in the middle of a window, since live work is due. Its committed pages stay.</summary>
internal sealed class BackfillYieldException() : Exception("Live work is due.");
