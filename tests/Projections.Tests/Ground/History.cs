using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Groups;
using Dropzone.Ledger.Domain.Investigations;
using Dropzone.Ledger.Domain.Streams;

namespace Dropzone.Ledger.Projections.Tests;

/// <summary>A history that the domain's own deciders could have written, whole or step by step.</summary>
public sealed class History
{
    public const string Sentinel = "sentinel-a";
    public const string Defender = "defender-b";

    public static readonly Actor Ada = new(ActorKind.Person, "ada");
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly ConnectorCredentials Credentials = new() { ClientId = "c", TenantId = "t" };
    private readonly List<Recorded> events = [];
    private readonly Dictionary<string, AlertState?> states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConnectorSettings> settings = new(StringComparer.Ordinal);
    private readonly List<(Guid Intent, string Stream)> waiting = [], failed = [];
    private int minute;

    public History()
    {
        Configure(Defender);
        Configure(Sentinel);
    }

    public IReadOnlyList<Recorded> Events => events;

    public IReadOnlyCollection<string> AlertStreams => states.Keys;

    public ConnectorSettings SettingsOf(string connector) => settings[connector];

    public IReadOnlyList<(Guid Intent, string Stream)> Waiting => waiting;

    public IReadOnlyList<(Guid Intent, string Stream)> Failed => failed;

    public AlertState StateOf(string stream) => states[stream]!;

    /// <summary>New settings; alerts are not decided again.</summary>
    public History Configure(string connector, params string[] severities)
    {
        var revision = revisions[connector] = revisions.GetValueOrDefault(connector) + 1;
        ConnectorSettings next = connector == Sentinel
            ? new SentinelSettings { Name = "SOC", Credentials = Credentials, EnabledSeverities = severities, Workspaces = [new("law", "w", "s", "g")] }
            : new Microsoft365Settings { Name = "XDR", Credentials = Credentials, EnabledSeverities = severities };
        settings[connector] = next;
        Say(StreamId.Connector(connector), new ConnectorConfigured { Connector = connector, Revision = revision, Settings = next, By = Ada });
        if (revision == 1)
        {
            Say(StreamId.Connector(connector), new ConnectorEnabled { Connector = connector, By = Ada });
        }

        return this;
    }

    /// <summary>A Defender alert as a poll brought it.</summary>
    public string Alert(string id, string severity = "High", string title = "Odd sign-in", int? at = null, params string[] vendorIds) => Observe(
        Defender, AlertKind.DefenderAlert, id, at, Facts(title, severity) with { VendorAlertIds = [id, .. vendorIds], DetectionSource = "antivirus" });

    /// <summary>A mail that somebody reported.</summary>
    public string Mail(string id, string? message, string title = "Odd mail", int? created = null) => Observe(
        Defender, AlertKind.ReportedEmail, id, null,
        Facts(title, "Unknown") with { InternetMessageId = message, CreatedAt = created is { } minute ? Start.AddMinutes(minute).ToString("O") : null });

    /// <summary>A Defender incident.</summary>
    public string Incident(string id, string severity = "High", int? at = null, string? redirectedTo = null) => Observe(
        Defender, AlertKind.DefenderIncident, id, at, Facts("Incident", severity) with { ProviderIncidentId = id, RedirectedTo = redirectedTo });

    /// <summary>A Sentinel incident that claims Defender alerts, and a Defender incident when it names one.</summary>
    public string Case(string id, string[] claims, string? twin = null, string severity = "High", int? at = null) => Observe(
        Sentinel, AlertKind.SentinelIncident, id, at, Facts("Case", severity) with
        {
            Status = "New",
            Workspace = "law",
            ServiceSource = twin is null ? "Azure Sentinel" : "Microsoft XDR",
            ProviderIncidentId = twin ?? "1",
            Alerts = [.. claims.Select(c => new SentinelAlertFacts { SystemAlertId = "s-" + c, Found = true, VendorAlertIds = [c] })],
        });

    /// <summary>Decides all alerts of a connector again under its settings.</summary>
    public History Reevaluate(string connector)
    {
        foreach (var (stream, state) in states.Where(s => s.Value?.Connector == connector).ToList())
        {
            foreach (var e in AlertDecider.Reevaluate(state!, settings[connector], revisions[connector]))
            {
                Say(stream, e, EventIds.Observed(stream, e, state!.StreamVersion));
            }
        }

        return this;
    }

    public History Investigate(string stream, InvestigationStatus to, Conclusion? conclusion = null)
    {
        if (StateOf(stream).Investigation.Status is var from && from != to)
        {
            Say(stream, new InvestigationStatusChanged { From = from, To = to, Conclusion = conclusion, By = Ada, Reason = "since" });
        }

        return this;
    }

    /// <summary>An intent to write a status to a Sentinel incident.</summary>
    public History Wish(string stream, Guid? replaces = null)
    {
        Say(stream, new TicketSyncRequested
        {
            Ticket = new(Sentinel, "law", stream), Cause = replaces is null ? TicketSyncCause.StatusChanged : TicketSyncCause.Retry, Wanted = new("Active"), Replaces = replaces,
        });
        waiting.Add((events[^1].Id, stream));
        return this;
    }

    /// <summary>The outcome of an intent that waits; without a result it failed.</summary>
    public History Settle((Guid Intent, string Stream) wished, TicketSyncResult? result)
    {
        waiting.Remove(wished);
        if (result is not { } good)
        {
            failed.Add(wished);
            return Say(wished.Stream, new TicketSyncFailed
            {
                Intent = wished.Intent, Ticket = new(Sentinel, "law", wished.Stream), ErrorCode = "forbidden", WhatToDo = "Grant the role.", Attempts = 1,
            });
        }

        return Say(wished.Stream, new TicketStatusSynced { Intent = wished.Intent, Ticket = new(Sentinel, "law", wished.Stream), Result = good, Attempts = 1 });
    }

    /// <summary>Any event, as it is.</summary>
    public History Say(string stream, LedgerEvent e, Guid? id = null)
    {
        var recorded = new Recorded(stream, id ?? EventIds.Command("test", $"{stream}", events.Count), e);
        events.Add(recorded);
        if (e is AlertEvent)
        {
            var before = states.GetValueOrDefault(stream);
            states[stream] = AlertState.Apply(before, e, recorded.Id, (before?.StreamVersion ?? 0) + 1, Start);
        }

        return this;
    }

    public History Rules(int revision, params string[] kinds) => Say(
        StreamId.Ledger, new GroupRulesChanged { Revision = revision, By = Ada, Rules = [.. kinds.Select(k => new GroupRule("rule-" + k, k))] });

    public History Rules(int revision, params GroupRule[] rules) => Say(
        StreamId.Ledger, new GroupRulesChanged { Revision = revision, By = Ada, Rules = rules });

    private string Observe(string connector, string kind, string id, int? at, AlertFacts facts)
    {
        var stream = StreamId.Alert(connector, kind, id);
        var time = Start.AddMinutes(at ?? ++minute).ToString("O");
        var state = states.GetValueOrDefault(stream);
        var observation = new Observation
        {
            Connector = connector,
            Kind = kind,
            SourceId = id,
            Version = new SourceVersion($"{time}|{facts.GetHashCode()}|{events.Count}", time),
            Facts = facts with { ModifiedAt = time },
            Mapper = 1,
            Origin = Origin.Live,
            ObservedAt = Start,
        };
        foreach (var e in AlertDecider.Observe(state, observation, settings[connector], revisions[connector]))
        {
            Say(stream, e, EventIds.Observed(stream, e, state?.StreamVersion ?? 0));
        }

        return stream;
    }

    private static AlertFacts Facts(string title, string severity) => new() { Title = title, Severity = severity, Status = "new", Products = ["Defender"] };
}
