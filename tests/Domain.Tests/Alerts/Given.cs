using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;

namespace Dropzone.Ledger.Domain.Tests.Alerts;

/// <summary>A stream in memory: what the log would hold after each observation.</summary>
internal sealed class Given
{
    private const string Stream = "alert/m365/defender-alert/a1";
    private readonly List<(LedgerEvent Event, Guid Id, long Version, DateTimeOffset Timestamp)> log = [];

    internal static Microsoft365Settings All { get; } = new() { Credentials = new ConnectorCredentials { ClientId = "c", TenantId = "t" } };

    internal static Microsoft365Settings HighOnly { get; } = All with { EnabledSeverities = ["High"] };

    internal AlertState? State { get; private set; }

    internal IReadOnlyList<LedgerEvent> Events => [.. log.Select(e => e.Event)];

    internal IReadOnlyList<Guid> Ids => [.. log.Select(e => e.Id)];

    internal AlertState? Folded => AlertState.Fold(log);

    internal static Observation Seen(string modifiedAt, string severity = "High", string? key = null, string? into = null, VaultReference? payload = null) => new()
    {
        Connector = "m365",
        Kind = AlertKind.DefenderAlert,
        SourceId = "a1",
        Version = new SourceVersion(key ?? modifiedAt + "~0123", modifiedAt),
        Facts = new AlertFacts { Title = "t " + modifiedAt, Severity = severity, Status = "new", RedirectedTo = into, ModifiedAt = modifiedAt },
        Payload = payload,
        Mapper = 1,
        Origin = Origin.Live,
        ObservedAt = DateTimeOffset.UnixEpoch,
    };

    internal IReadOnlyList<AlertEvent> Observe(Observation seen, ConnectorSettings? settings = null, int revision = 1)
    {
        var before = State?.StreamVersion ?? 0;
        var events = AlertDecider.Observe(State, seen, settings ?? All, revision);
        foreach (var e in events)
        {
            Happened(e, EventIds.Observed(Stream, e, before));
        }

        return events;
    }

    internal Given Happened(LedgerEvent e, Guid? id = null)
    {
        var version = log.Count + 1;
        log.Add((e, id ?? Guid.NewGuid(), version, DateTimeOffset.UnixEpoch.AddSeconds(version)));
        State = AlertState.Apply(State, e, log[^1].Id, version, log[^1].Timestamp);
        return this;
    }

    internal static string Json(object? value) => System.Text.Json.JsonSerializer.Serialize(value, LedgerJson.Options);
}
