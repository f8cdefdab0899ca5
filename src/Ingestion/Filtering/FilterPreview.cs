using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>What other settings would do to the whole history, before anybody saves them. Appends nothing.</summary>
public sealed class FilterPreview(LedgerDatabase database)
{
    /// <summary>Compares the decisions that stand with those that the settings ask for, exactly at the head of this moment.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="connector">The connector.</param>
    /// <param name="settings">The settings asked about.</param>
    /// <param name="report">Called as the reading goes on; the numbers are exact up to the position that each names.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<FilterPreviewResult> RunAsync(
        string tenant, ConnectorState connector, ConnectorSettings settings, Func<FilterProgress, ValueTask> report, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(report);
        var position = (await database.Log.HeadAsync(tenant, cancellation).ConfigureAwait(false)).Position;
        var narrowed = await NarrowedAsync(tenant, connector.Connector, position, cancellation).ConfigureAwait(false);
        var history = await FilterHistory.ReadAsync(database, tenant, connector.Connector, settings, position, report, null, cancellation).ConfigureAwait(false);
        return FilterPreviewResult.Of(connector, position, history.Alerts, narrowed);
    }

    // From one revision to the next, as long as either of them narrows something on the server.
    private async Task<IReadOnlyList<NotAskedFor>> NarrowedAsync(string tenant, string connector, long until, CancellationToken cancellation)
    {
        var filter = new LogFilter(["connector_configured"], StreamId.Connector(connector));
        var revisions = await database.Log.ReadLogAsync(tenant, 0, int.MaxValue, filter, cancellation).ConfigureAwait(false);
        var stretches = new List<NotAskedFor>();
        for (var i = 0; i < revisions.Count && revisions[i].Position <= until; i++)
        {
            var configured = (ConnectorConfigured)EventCodec.Decode(revisions[i].Type, revisions[i].Data.Span);
            var end = i + 1 < revisions.Count && revisions[i + 1].Position <= until ? revisions[i + 1] : null;
            stretches.AddRange(ServerNarrowing.Of(configured.Settings).Select(narrowing => new NotAskedFor(
                narrowing.What, narrowing.Text, configured.Revision, revisions[i].Position, revisions[i].Timestamp, end?.Position, end?.Timestamp)));
        }

        return stretches;
    }
}
