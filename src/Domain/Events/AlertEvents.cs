using System.Text.Json.Serialization;
using Dropzone.Ledger.Domain.Alerts;

namespace Dropzone.Ledger.Domain.Events;

/// <summary>How a record came to be read.</summary>
public enum Origin
{
    /// <summary>By the connector's regular polling.</summary>
    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>By a requested backfill of the past.</summary>
    [JsonStringEnumMemberName("backfill")]
    Backfill,

    /// <summary>By the daily pass over the poll lookback.</summary>
    [JsonStringEnumMemberName("reconcile")]
    Reconcile,
}

/// <summary>Why another version of an alert was recorded.</summary>
public enum RevisionCause
{
    /// <summary>The source changed it.</summary>
    [JsonStringEnumMemberName("source")]
    Source,

    /// <summary>Our own write-back came back in a poll.</summary>
    [JsonStringEnumMemberName("echo")]
    Echo,

    /// <summary>A corrected mapper read the kept payload again.</summary>
    [JsonStringEnumMemberName("mapping")]
    Mapping,
}

/// <summary>When a decision was taken.</summary>
public enum DecisionCause
{
    /// <summary>When the alert was recorded.</summary>
    [JsonStringEnumMemberName("ingest")]
    Ingest,

    /// <summary>When changed filters were applied to the history.</summary>
    [JsonStringEnumMemberName("reevaluation")]
    Reevaluation,
}

/// <summary>The first sight of an alert.</summary>
public sealed record AlertIngested : AlertEvent
{
    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>What sort of item this is at the source: see <see cref="AlertKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The source's own immutable id.</summary>
    public required string SourceId { get; init; }

    /// <summary>The version of the source's record.</summary>
    public required SourceVersion Version { get; init; }

    /// <summary>The normalised fields.</summary>
    public required AlertFacts Facts { get; init; }

    /// <summary>Commits to the exact bytes in the vault; absent when they were not kept.</summary>
    public VaultReference? Payload { get; init; }

    /// <summary>Commits to the entities document in the vault; absent when there are no entities or they were not kept.</summary>
    public VaultReference? Entities { get; init; }

    /// <summary>The version of the mapper that read the payload.</summary>
    public required int Mapper { get; init; }

    /// <summary>The window of source time that was asked for, when there was one.</summary>
    public SourceWindow? Window { get; init; }

    /// <summary>How the record came to be read.</summary>
    public required Origin Origin { get; init; }

    /// <summary>When the answer was received, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>What could not be read of the payload, in words; empty when all was read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Another version of the alert at the source. Carries the whole new facts.</summary>
public sealed record AlertRevised : AlertEvent
{
    /// <summary>The version of the source's record.</summary>
    public required SourceVersion Version { get; init; }

    /// <summary>The whole facts of this version.</summary>
    public required AlertFacts Facts { get; init; }

    /// <summary>The names of the facts that differ from the version that was current before, in ordinal order.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>Why it was recorded.</summary>
    public required RevisionCause Cause { get; init; }

    /// <summary>Commits to the exact bytes in the vault; absent when they were not kept.</summary>
    public VaultReference? Payload { get; init; }

    /// <summary>Commits to the entities document in the vault; absent when there are none or they were not kept.</summary>
    public VaultReference? Entities { get; init; }

    /// <summary>The version of the mapper that read the payload.</summary>
    public required int Mapper { get; init; }

    /// <summary>The window of source time that was asked for, when there was one.</summary>
    public SourceWindow? Window { get; init; }

    /// <summary>How the record came to be read.</summary>
    public required Origin Origin { get; init; }

    /// <summary>When the answer was received, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>What could not be read of the payload, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The source folded this item into another one.</summary>
public sealed record AlertRedirected : AlertEvent
{
    /// <summary>The version of the source's record that said so.</summary>
    public required SourceVersion Version { get; init; }

    /// <summary>The source's id of the item that it was folded into.</summary>
    public required string IntoSourceId { get; init; }

    /// <summary>When the answer was received, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}

/// <summary>Bytes beside the payload were kept as evidence, such as the mail that an email alert speaks of.</summary>
public sealed record AlertEvidenceKept : AlertEvent
{
    /// <summary>What it is, unique within the alert: <c>mail/{digest of the message id and the mailbox}</c>.</summary>
    public required string Evidence { get; init; }

    /// <summary>Commits to the document in the vault.</summary>
    public required VaultReference Document { get; init; }

    /// <summary>In words, what is missing of it; absent when it is whole.</summary>
    public string? Without { get; init; }

    /// <summary>When it was received, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}

/// <summary>Evidence that was looked for could not be had. A later version of the alert has it looked for once more.</summary>
public sealed record AlertEvidenceMissed : AlertEvent
{
    /// <summary>What was looked for: the name that it would have been kept by.</summary>
    public required string Evidence { get; init; }

    /// <summary>A stable code, such as <c>mail-gone</c> or <c>permission-missing</c>.</summary>
    public required string Code { get; init; }

    /// <summary>In words, why, and what a person can do.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was given up, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}

/// <summary>A rule decided that the alert is not shown.</summary>
public sealed record AlertExcluded : AlertEvent
{
    /// <summary>The rule that decided, such as <c>severities</c> or <c>titles/3</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The revision of the connector's settings that holds the rule.</summary>
    public required int Revision { get; init; }

    /// <summary>The name of the fact that the rule looked at.</summary>
    public required string Field { get; init; }

    /// <summary>The value that the rule looked at.</summary>
    public required string Value { get; init; }

    /// <summary>In words, why.</summary>
    public required string Reason { get; init; }

    /// <summary>When the decision was taken.</summary>
    public required DecisionCause Cause { get; init; }
}

/// <summary>An alert that was excluded is shown again, since no rule of the revision excludes it.</summary>
public sealed record AlertAdmitted : AlertEvent
{
    /// <summary>The revision of the connector's settings that was asked.</summary>
    public required int Revision { get; init; }

    /// <summary>In words, why.</summary>
    public required string Reason { get; init; }

    /// <summary>When the decision was taken.</summary>
    public required DecisionCause Cause { get; init; }
}

/// <summary>Payload and entities of the alert were erased from the vault; later versions are recorded without them.</summary>
public sealed record PayloadErased : AlertEvent
{
    /// <summary>The commitments whose bytes and salts are gone.</summary>
    public required IReadOnlyList<string> Commitments { get; init; }

    /// <summary>Who erased them.</summary>
    public required Actor By { get; init; }

    /// <summary>In words, why.</summary>
    public required string Reason { get; init; }
}
