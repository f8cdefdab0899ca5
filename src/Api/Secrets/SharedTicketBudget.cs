using Dropzone.Ledger.MicrosoftCloud;
using Dropzone.Ledger.TicketSync;

namespace Dropzone.Ledger.Api.Secrets;

/// <summary>The write-back's share of the one request budget of this process: its reads are anybody's reads, its writes are counted apart.</summary>
public sealed class SharedTicketBudget(RequestBudgets budgets, TimeProvider time) : ITicketBudget
{
    private static readonly string Reads = RequestBudgets.NameOf(CloudService.ResourceManager);

    /// <inheritdoc />
    public async ValueTask AcquireAsync(string directory, bool writes, CancellationToken cancellation)
    {
        await budgets.AcquireAsync(directory, writes ? RequestLimits.ResourceManagerWrites : Reads, cancellation);

        // A throttle of any request to the resource manager stops its writes as well.
        while (writes && budgets.PausedFor(directory, Reads) is var pause && pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, cancellation);
        }
    }
}
