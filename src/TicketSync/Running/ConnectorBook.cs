using System.Collections.Concurrent;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.TicketSync;

/// <summary>
/// The connectors as they are at a position of the log. There are two: as of the event that is looked at, since whether a change is written back is
/// decided by the settings in force when it happened; and as of the end of the log, by which tickets are read and written.
/// </summary>
internal sealed class ConnectorBook
{
    private readonly ConcurrentDictionary<string, ConnectorState> states = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> secrets = new(StringComparer.Ordinal);

    private long position;

    /// <summary>The events that it is folded from.</summary>
    public static IReadOnlyList<string> Types { get; } =
        ["connector_configured", "connector_enabled", "connector_disabled", "connector_removed", "secret_rotated"];

    /// <summary>The next event of the log; one that was folded already changes nothing.</summary>
    public void Apply(StoredEvent stored, ConnectorEvent happened)
    {
        if (stored.Position <= position)
        {
            return;
        }

        position = stored.Position;
        if (ConnectorState.Apply(states.GetValueOrDefault(happened.Connector), happened, stored.Version, stored.Timestamp) is { } state)
        {
            states[happened.Connector] = state;
        }

        if (happened is SecretRotated)
        {
            secrets.AddOrUpdate(happened.Connector, 1, static (_, count) => count + 1);
        }
    }

    /// <summary>A connector; null when it was never configured.</summary>
    public ConnectorState? Find(string connector) => states.GetValueOrDefault(connector);

    /// <summary>Grows with each change of a secret.</summary>
    public int SecretChanges(string connector) => secrets.GetValueOrDefault(connector);

    /// <summary>The settings of a connector that writes back; null when it does not.</summary>
    public SentinelSettings? WritesBack(string connector) =>
        Find(connector) is { Removed: false, Settings: SentinelSettings { TicketSync.UpdateStatusOnInvestigationChange: true } settings } ? settings : null;

    /// <summary>Every connector that writes back.</summary>
    public IReadOnlyList<ConnectorState> WritingBack() => [.. states.Values.Where(s => s.Enabled && WritesBack(s.Connector) is not null)];
}
