using Dropzone.Ledger.EventStore;
using Dropzone.Ledger.Ingestion;
using Dropzone.Ledger.Projections;

namespace Dropzone.Ledger.Api.Connectors;

/// <summary>Counts for the daily comparison with the source what the ledger holds, once the list has folded everything that was recorded.</summary>
public sealed class RecordedCounts(LedgerDatabase database, ModifiedCounts counts)
{
    /// <summary>The number; null when the list lags behind the log at this moment.</summary>
    public async Task<long?> CountAsync(CountedStretch stretch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stretch);
        var head = await database.Log.HeadAsync(stretch.Tenant, cancellation);
        var (count, position) = await counts.CountAsync(
            stretch.Tenant, stretch.Connector, stretch.Kind, stretch.Workspace, stretch.From, stretch.To, cancellation);
        return position >= head.Position ? count : null;
    }
}
