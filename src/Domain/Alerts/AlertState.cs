using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dropzone.Ledger.Domain.Decisions;
using Dropzone.Ledger.Domain.Events;
using Dropzone.Ledger.Domain.Investigations;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>Everything the ledger knows of one alert now: the fold of its stream.</summary>
public sealed record AlertState
{
    /// <summary>Grows whenever the fold answers something else for the same events, or is written otherwise; kept folds of another version are made anew.</summary>
    public const int FoldVersion = 3;

    /// <summary>The event id of its <see cref="AlertIngested"/>: the alert's id in URLs.</summary>
    public required Guid Id { get; init; }

    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>What sort of item it is.</summary>
    public required string Kind { get; init; }

    /// <summary>The source's own id.</summary>
    public required string SourceId { get; init; }

    /// <summary>The facts of the current version.</summary>
    public required AlertFacts Facts { get; init; }

    /// <summary>The current version: the newest by the source's own order.</summary>
    public required SourceVersion Version { get; init; }

    /// <summary>The keys of all versions recorded, the current one included.</summary>
    public required ImmutableSortedSet<string> KnownVersions { get; init; }

    /// <summary>The version of the mapper that read the current facts.</summary>
    public required int Mapper { get; init; }

    /// <summary>How the alert came to be read first.</summary>
    public required Origin Origin { get; init; }

    /// <summary>What could not be read of the current version.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it is shown, as last decided.</summary>
    public Decision Decision { get; init; } = Included.Instance;

    /// <summary>The revision of the last decision event; absent when none was ever needed.</summary>
    public int? DecidedRevision { get; init; }

    /// <summary>The source's id of the item that it was folded into.</summary>
    public string? RedirectedTo { get; init; }

    /// <summary>The version that said so.</summary>
    public SourceVersion? RedirectedBy { get; init; }

    /// <summary>The work on it.</summary>
    public InvestigationState Investigation { get; init; } = InvestigationState.Initial;

    /// <summary>Every intent of a write-back, in order.</summary>
    public ImmutableList<TicketIntent> Tickets { get; init; } = [];

    /// <summary>Our own writes to it, oldest first; a version in which one of them comes back is an echo. Absent before the first.</summary>
    public ImmutableList<OwnWrite>? OwnWrites { get; init; }

    /// <summary>The current version's payload in the vault; absent when it was not kept or was erased.</summary>
    public VaultReference? Payload { get; init; }

    /// <summary>The current version's entities document in the vault; absent when there is none or it was erased.</summary>
    public VaultReference? Entities { get; init; }

    /// <summary>Evidence kept beside the payload, by its name; absent when there is none or it was erased.</summary>
    public ImmutableSortedDictionary<string, VaultReference>? Evidence { get; init; }

    /// <summary>Evidence that was looked for in vain, by its name; absent when there is none.</summary>
    public ImmutableSortedDictionary<string, MissedEvidence>? EvidenceMissed { get; init; }

    /// <summary>The commitments of all vault documents of this alert that were not erased, in order of record.</summary>
    public ImmutableList<string> Commitments { get; init; } = [];

    /// <summary>Whether payload and entities were erased; stays so for later versions.</summary>
    public bool Erased { get; init; }

    /// <summary>When the ledger recorded it first.</summary>
    public required DateTimeOffset IngestedAt { get; init; }

    /// <summary>When the ledger recorded anything of it last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The number of events in its stream.</summary>
    public required long StreamVersion { get; init; }

    /// <summary>The intents that have no outcome yet.</summary>
    [JsonIgnore]
    public IEnumerable<TicketIntent> OpenTickets => Tickets.Where(t => t.State == TicketIntentState.Waiting);

    /// <summary>Folds a stream. Null when it holds no <see cref="AlertIngested"/>.</summary>
    public static AlertState? Fold(IEnumerable<(LedgerEvent Event, Guid Id, long Version, DateTimeOffset Timestamp)> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Aggregate((AlertState?)null, (state, e) => Apply(state, e.Event, e.Id, e.Version, e.Timestamp));
    }

    /// <summary>The state after one more event. Total: an event that does not belong to an alert, or comes before its first sight, changes nothing.</summary>
    /// <param name="state">The state before; null before the first event.</param>
    /// <param name="e">The event.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="timestamp">When the log took it.</param>
    public static AlertState? Apply(AlertState? state, LedgerEvent e, Guid id, long version, DateTimeOffset timestamp) =>
        AlertFold.Apply(state, e, id, version, timestamp);
}

/// <summary>Evidence that could not be had.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Reason">In words, why.</param>
/// <param name="Version">The version of the stream that says so.</param>
public sealed record MissedEvidence(string Code, string Reason, long Version);
