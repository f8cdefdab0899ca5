using Dropzone.Ledger.Domain.Connectors;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>What a received record means for an alert.</summary>
public static class AlertDecider
{
    /// <summary>
    /// The events that follow from one record; none when it is known. First the sight or revision, then the redirection, then the decision where
    /// it changes. A late older version is recorded and decides nothing. After an erasure nothing refers to the vault any more: only what the
    /// events refer to may be sealed into it.
    /// </summary>
    /// <param name="state">The alert so far, decisions of the same page included; null when it was never seen.</param>
    /// <param name="observation">The record.</param>
    /// <param name="settings">The connector's settings in force.</param>
    /// <param name="revision">Their revision.</param>
    public static IReadOnlyList<AlertEvent> Observe(AlertState? state, Observation observation, ConnectorSettings settings, int revision)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(settings);
        if (state is null)
        {
            return [Ingested(observation), .. Redirection(null, observation), .. Decide(Included.Instance, observation, settings, revision)];
        }

        if (IsKnown(state, observation))
        {
            return [];
        }

        return
        [
            Revised(state, observation),
            .. Redirection(state, observation),
            .. AlertFold.BecomesCurrent(state, observation.Version, observation.Cause) ? Decide(state.Decision, observation, settings, revision) : [],
        ];
    }

    /// <summary>The decision event that changed settings ask for, if any: the same function as at ingest, on the current facts.</summary>
    public static IReadOnlyList<AlertEvent> Reevaluate(AlertState state, ConnectorSettings settings, int revision)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Change(state.Decision, Filters.Decide(state.Facts, state.Kind, settings), revision, DecisionCause.Reevaluation);
    }

    /// <summary>
    /// A Sentinel row that is not the current one and was recorded already is known, whatever its alerts look like today: its key would
    /// differ at every change of theirs. The current row with changed alerts is a new version, since alert rows arrive late.
    /// A corrected mapper reads the current version again, once.
    /// </summary>
    private static bool IsKnown(AlertState state, Observation observation)
    {
        var key = observation.Version.Key;
        if (observation.Supplement && SourceOrder.Compare(observation.Version, state.Version) <= 0)
        {
            return true;
        }

        return observation.Cause == RevisionCause.Mapping
            ? key != state.Version.Key || state.Mapper >= observation.Mapper
            : state.KnownVersions.Contains(key)
                || (!SourceVersionKey.SameRow(key, state.Version.Key) && state.KnownVersions.Any(known => SourceVersionKey.SameRow(known, key)));
    }

    private static bool IsEcho(AlertState state, Observation seen) => seen.Cause == RevisionCause.Source
        && (state.OwnWrites?.Exists(write => write.ComesBackAs(state.Facts, seen.Facts)) == true || IsUntold(state, seen));

    /// <summary>
    /// Whether it is a write of which no outcome tells: of an intent that waits still, or that was superseded when nobody knew whether it had been
    /// written. The source shows it under the name that the intent carries, or under that of a write that is known.
    /// </summary>
    private static bool IsUntold(AlertState state, Observation seen) => state.Tickets.Exists(intent =>
        intent.State is TicketIntentState.Waiting or TicketIntentState.Superseded
        && string.Equals(intent.Ticket.Incident, state.SourceId, StringComparison.OrdinalIgnoreCase)
        && NamesOf(state, intent).Any(name => new OwnWrite(intent.Wanted, null, name).ComesBackAs(state.Facts, seen.Facts)));

    private static IEnumerable<string> NamesOf(AlertState state, TicketIntent intent) =>
        (state.OwnWrites ?? []).Select(static known => known.Application).Prepend(intent.Application).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);

    private static AlertIngested Ingested(Observation seen) => new()
    {
        Connector = seen.Connector,
        Kind = seen.Kind,
        SourceId = seen.SourceId,
        Version = seen.Version,
        Facts = seen.Facts,
        Payload = seen.Payload,
        Entities = seen.Entities,
        Mapper = seen.Mapper,
        Window = seen.Window,
        Origin = seen.Origin,
        ObservedAt = seen.ObservedAt,
        Warnings = seen.Warnings,
    };

    private static AlertRevised Revised(AlertState state, Observation seen) => new()
    {
        Version = seen.Version,
        Facts = seen.Facts,
        Changed = FactChanges.Between(state.Facts, seen.Facts),
        Cause = IsEcho(state, seen) ? RevisionCause.Echo : seen.Cause,
        Payload = state.Erased ? null : seen.Payload,
        Entities = state.Erased ? null : seen.Entities,
        Mapper = seen.Mapper,
        Window = seen.Window,
        Origin = seen.Origin,
        ObservedAt = seen.ObservedAt,
        Warnings = seen.Warnings,
    };

    private static IReadOnlyList<AlertEvent> Redirection(AlertState? state, Observation seen) =>
        seen.Facts.RedirectedTo is { } into && (state is null || (into != state.RedirectedTo && AlertFold.RedirectCounts(state, seen.Version)))
            ? [new AlertRedirected { Version = seen.Version, IntoSourceId = into, ObservedAt = seen.ObservedAt }]
            : [];

    private static IReadOnlyList<AlertEvent> Decide(Decision before, Observation seen, ConnectorSettings settings, int revision) =>
        Change(before, Filters.Decide(seen.Facts, seen.Kind, settings), revision, DecisionCause.Ingest);

    private static IReadOnlyList<AlertEvent> Change(Decision before, Decision after, int revision, DecisionCause cause) => after switch
    {
        _ when after.SameAs(before) => [],
        Excluded no => [new AlertExcluded { Rule = no.Rule, Revision = revision, Field = no.Field, Value = no.Value, Reason = no.Reason, Cause = cause }],
        _ => [new AlertAdmitted { Revision = revision, Reason = $"No rule of revision {revision} excludes it.", Cause = cause }],
    };
}
