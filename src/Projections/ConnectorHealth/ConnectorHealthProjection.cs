using System.Text.Json;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Projections.Engine;

namespace Dropzone.Ledger.Projections;

/// <summary>One document a connector, folded from its own events and from the first sights of its alerts.</summary>
internal sealed class ConnectorHealthProjection : IStatelessProjection
{
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "alert_ingested", "alert_revised", "source_counted", "connector_configured", "connector_enabled", "connector_disabled", "connector_removed",
        "poll_window_covered", "poll_window_failed", "coverage_gap_found", "coverage_gap_accepted",
    };

    public string Name => ProjectionNames.ConnectorHealth;

    public IReadOnlyList<string> Definitions { get; } = ["ConnectorHealth/tables.sql"];

    public IReadOnlyList<string> Tables { get; } = ["connectors"];

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task FoldAsync(TableSpace tables, IReadOnlyList<FoldedEvent> events, CancellationToken cancellationToken)
    {
        List<string> named = [.. events.Select(e => HealthFold.ConnectorOf(e.Stored, e.Event)).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (named.Count == 0)
        {
            return;
        }

        var states = (await LoadAsync(tables, named, cancellationToken)).ToDictionary(s => s.Connector, StringComparer.Ordinal);
        foreach (var (stored, e) in events)
        {
            if (HealthFold.ConnectorOf(stored, e) is { } connector)
            {
                states[connector] = HealthFold.Apply(states.GetValueOrDefault(connector), stored, e);
            }
        }

        await tables.Command("ConnectorHealth/save.sql")
            .WithColumn(states.Values, s => s.Connector)
            .WithColumn(states.Values, s => JsonSerializer.Serialize(s, LedgerJson.Options)).RunAsync(cancellationToken);
    }

    /// <summary>The states of some connectors, or of all.</summary>
    internal static Task<List<HealthState>> LoadAsync(TableSpace tables, IReadOnlyList<string>? connectors, CancellationToken cancellationToken) =>
        tables.Command("ConnectorHealth/load.sql").With(connectors?.ToArray())
            .ReadAsync(r => JsonSerializer.Deserialize<HealthState>(r.GetString(1), LedgerJson.Options)!, cancellationToken);
}
