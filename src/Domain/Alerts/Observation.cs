using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Domain.Alerts;

/// <summary>One record as it was received and read.</summary>
public sealed record Observation
{
    /// <summary>The connector's slug.</summary>
    public required string Connector { get; init; }

    /// <summary>What sort of item this is: see <see cref="AlertKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The source's own immutable id.</summary>
    public required string SourceId { get; init; }

    /// <summary>The version of the source's record.</summary>
    public required SourceVersion Version { get; init; }

    /// <summary>The normalised fields.</summary>
    public required AlertFacts Facts { get; init; }

    /// <summary>Commits to the bytes that go into the vault with the events.</summary>
    public VaultReference? Payload { get; init; }

    /// <summary>Commits to the entities document that goes into the vault with the events.</summary>
    public VaultReference? Entities { get; init; }

    /// <summary>The version of the mapper that read the record.</summary>
    public required int Mapper { get; init; }

    /// <summary>The window that was asked for, when there was one.</summary>
    public SourceWindow? Window { get; init; }

    /// <summary>How the record came to be read.</summary>
    public required Origin Origin { get; init; }

    /// <summary>When the answer was received, by the ledger's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>What could not be read, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Whether the record stands in for one that did not come by its usual way: then it counts only where the ledger holds nothing as new.
    /// </summary>
    public bool Supplement { get; init; }

    /// <summary>Why the version is recorded, when it is a further one.</summary>
    public RevisionCause Cause { get; init; } = RevisionCause.Source;
}
