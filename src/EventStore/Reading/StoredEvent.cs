namespace Dropzone.Ledger.EventStore;

/// <summary>An event as the log holds it.</summary>
/// <param name="Position">1, 2, 3 … within the tenant, without a hole, in commit order.</param>
/// <param name="Id">Event id.</param>
/// <param name="Stream">Stream id.</param>
/// <param name="Version">1, 2, 3 … within the stream.</param>
/// <param name="Type">Snake-case alias.</param>
/// <param name="Data">
/// JSON in UTF-8: as PostgreSQL's jsonb prints it, with other key order and spacing than the canonical form; or that form itself where the process
/// that appended it hands it on. The values are the same.
/// </param>
/// <param name="Timestamp">When it was recorded; strictly increasing within the tenant, whole microseconds, UTC.</param>
/// <param name="Digest">SHA-256 of the canonical form, lower-case hex; empty when the row has none.</param>
/// <param name="CorrelationId">Ties events of one request together.</param>
/// <param name="CausationId">What caused it.</param>
/// <param name="UserName">Who acted.</param>
public sealed record StoredEvent(
    long Position,
    Guid Id,
    string Stream,
    long Version,
    string Type,
    ReadOnlyMemory<byte> Data,
    DateTimeOffset Timestamp,
    string Digest,
    string? CorrelationId,
    string? CausationId,
    string? UserName);

/// <summary>Where a tenant's log ends.</summary>
/// <param name="Position">Position of the last event; 0 for an empty log and for an unknown tenant.</param>
/// <param name="Timestamp">Its time; the Unix epoch for an empty log.</param>
public sealed record LogHead(long Position, DateTimeOffset Timestamp);

/// <summary>Which events of the log are wanted; every part that is given must hold.</summary>
public sealed record LogFilter(IReadOnlyList<string>? Types = null, string? Stream = null, string? StreamPrefix = null);

/// <summary>Makes something of an event while its data lies in the reader's buffer, from where no copy is made.</summary>
/// <param name="stored">The event without data, digest, correlation, causation and user.</param>
/// <param name="data">Its data, as long as the call lasts.</param>
public delegate T EventRead<out T>(StoredEvent stored, ReadOnlySpan<byte> data);

/// <summary>Some events in order, and how far the log is known to reach: at least to the last of them; while it is caught up with, not asked for anew.</summary>
public sealed record LogBatch(IReadOnlyList<StoredEvent> Events, long Head);

/// <summary>As <see cref="LogBatch"/>, of what was made of the events.</summary>
/// <param name="Events">In order.</param>
/// <param name="To">The position of the last one.</param>
/// <param name="Head">How far the log is known to reach.</param>
public sealed record LogBatch<T>(IReadOnlyList<T> Events, long To, long Head);
