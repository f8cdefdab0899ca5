namespace Dropzone.Ledger.TicketSync;

/// <summary>The request budget of the resource manager, which the write-back shares with everything else that asks it.</summary>
public interface ITicketBudget
{
    /// <summary>Waits until a request may be sent.</summary>
    /// <param name="directory">The directory (tenant id or domain) that is asked.</param>
    /// <param name="writes">Whether it writes; the resource manager counts reads and writes apart.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask AcquireAsync(string directory, bool writes, CancellationToken cancellation);
}
