using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Ingestion;

/// <summary>The connectors of a tenant, folded from their streams. Coverage events, which are many, are not read.</summary>
public sealed class ConnectorStreams(LedgerDatabase database)
{
    internal const string GapAccepted = "coverage_gap_accepted";

    /// <summary>The events that begin and end backfills.</summary>
    internal static readonly string[] BackfillEvents = ["backfill_requested", "backfill_cancelled", "backfill_completed"];

    private static readonly string[] SettingsEvents =
        ["connector_configured", "connector_disabled", "connector_enabled", "connector_removed", "secret_rotated"];

    private readonly StreamDirectory directory = new(database);

    /// <summary>Whether an event of this alias changes how a connector is polled.</summary>
    internal static bool ChangesConnector(string alias) => SettingsEvents.Contains(alias, StringComparer.Ordinal)
        || alias is GapAccepted or "backfill_requested" or "backfill_cancelled";

    /// <summary>The names of what a connector of these settings polls, as coverage and backfills name it.</summary>
    public static IReadOnlyList<string> ResourcesOf(ConnectorSettings settings) => ResourceReaders.NamesOf(settings);

    /// <summary>One connector, the removed included; null when it was never configured.</summary>
    public async Task<ConnectorState?> FindAsync(string tenant, string id, CancellationToken cancellation = default)
    {
        var stream = StreamId.Connector(id);

        // The version is read first: an event that lands between the two reads makes the version too small, never the fold too old for it.
        var version = await directory.VersionAsync(tenant, stream, cancellation).ConfigureAwait(false);
        if (version is null)
        {
            return null;
        }

        var events = await database.Log
            .ReadLogAsync(tenant, 0, int.MaxValue, new LogFilter(SettingsEvents, stream), cancellation)
            .ConfigureAwait(false);
        var state = ConnectorState.Fold(events.Select(e => (EventCodec.Decode(e.Type, e.Data.Span), e.Id, e.Version, e.Timestamp)));
        return state is null ? null : state with { StreamVersion = Math.Max(version.Value, state.StreamVersion) };
    }

    /// <summary>All connectors, the removed included, by id.</summary>
    public async Task<IReadOnlyList<ConnectorState>> ListAsync(string tenant, CancellationToken cancellation = default)
    {
        var found = new List<ConnectorState>();
        foreach (var stream in await directory.ListAsync(tenant, StreamId.Connector(""), cancellation).ConfigureAwait(false))
        {
            if (StreamId.ParseConnector(stream) is { } id && await FindAsync(tenant, id, cancellation).ConfigureAwait(false) is { } state)
            {
                found.Add(state);
            }
        }

        return found;
    }
}
