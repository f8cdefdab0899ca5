using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Connectors;

/// <summary>Everything that decides how a connector is polled: the fold of its stream.</summary>
public sealed record ConnectorState
{
    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>The settings in force.</summary>
    public required ConnectorSettings Settings { get; init; }

    /// <summary>Their revision.</summary>
    public required int Revision { get; init; }

    /// <summary>Whether it may be polled; false until it was enabled.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether it was removed.</summary>
    public bool Removed { get; init; }

    /// <summary>The revision at which each secret was stored or discarded last, by its field.</summary>
    public IReadOnlyDictionary<string, int> SecretRevisions { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>When it was configured first.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its settings changed last.</summary>
    public required DateTimeOffset ConfiguredAt { get; init; }

    /// <summary>The number of events in its stream.</summary>
    public required long StreamVersion { get; init; }

    /// <summary>Folds a stream; null when it holds no settings.</summary>
    public static ConnectorState? Fold(IEnumerable<(LedgerEvent Event, Guid Id, long Version, DateTimeOffset Timestamp)> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Aggregate((ConnectorState?)null, (state, e) => Apply(state, e.Event, e.Version, e.Timestamp));
    }

    /// <summary>The state after one more event. Total.</summary>
    public static ConnectorState? Apply(ConnectorState? state, LedgerEvent e, long version, DateTimeOffset timestamp)
    {
        if (e is not ConnectorEvent || (state is null && e is not ConnectorConfigured))
        {
            return state;
        }

        var next = (state, e) switch
        {
            (null, ConnectorConfigured first) => new ConnectorState
            {
                Connector = first.Connector,
                Settings = first.Settings,
                Revision = first.Revision,
                CreatedAt = timestamp,
                ConfiguredAt = timestamp,
                StreamVersion = version,
            },
            ({ } s, ConnectorConfigured configured) => s with
            {
                Settings = configured.Settings,
                Revision = configured.Revision,
                Removed = false,
                ConfiguredAt = timestamp,
            },
            ({ } s, ConnectorEnabled) => s with { Enabled = true },
            ({ } s, ConnectorDisabled) => s with { Enabled = false },
            ({ } s, ConnectorRemoved) => s with { Enabled = false, Removed = true },
            ({ } s, SecretRotated rotated) => s with
            {
                SecretRevisions = new Dictionary<string, int>(s.SecretRevisions, StringComparer.Ordinal) { [rotated.Field] = rotated.Revision },
            },
            _ => state!,
        };
        return next with { StreamVersion = version };
    }
}
