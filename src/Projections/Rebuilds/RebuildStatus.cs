using Dropzone.Ledger.Domain.Events;

namespace Dropzone.Ledger.Projections;

/// <summary>The steps of a rebuild, in order, and how it may end.</summary>
public enum RebuildState
{
    /// <summary>Asked for; no process has begun it yet.</summary>
    Requested,

    /// <summary>The new generation is being filled from the log.</summary>
    Filling,

    /// <summary>It is filled and gets its indexes.</summary>
    Indexing,

    /// <summary>Both generations are hashed at one position.</summary>
    Comparing,

    /// <summary>It serves; the certificate is being recorded.</summary>
    Switched,

    /// <summary>It serves, and the certificate is recorded.</summary>
    Done,

    /// <summary>Somebody cancelled it; the former generation serves.</summary>
    Cancelled,

    /// <summary>It cannot be done; the former generation serves.</summary>
    Failed,
}

/// <summary>How a rebuild of a read model fares, or how the last one ended.</summary>
public sealed record RebuildStatus
{
    /// <summary>The projection that is rebuilt.</summary>
    public required string Name { get; init; }

    /// <summary>The generation that is filled; 0 until it is made.</summary>
    public required int Generation { get; init; }

    /// <summary>Where it stands.</summary>
    public required RebuildState State { get; init; }

    /// <summary>Who asked.</summary>
    public required Actor By { get; init; }

    /// <summary>The share of the time that it works, between 0.05 and 1.</summary>
    public required double Share { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the fill began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; absent while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last event folded into the new generation.</summary>
    public required long Position { get; init; }

    /// <summary>Where the log ends.</summary>
    public required long Head { get; init; }

    /// <summary>Events a second, of late.</summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>How long the fill will take at that speed; absent when it is not known. Indexes and hashes come after it.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Rows of the new generation.</summary>
    public long? Rows { get; init; }

    /// <summary>Content hash of the former generation, hex; absent when it did not stand at <see cref="HashPosition"/>.</summary>
    public string? HashBefore { get; init; }

    /// <summary>Content hash of the new generation, hex.</summary>
    public string? HashAfter { get; init; }

    /// <summary>The position that both reflected when they were hashed.</summary>
    public long? HashPosition { get; init; }

    /// <summary>What hinders it, or why it failed.</summary>
    public string? Error { get; init; }
}
