namespace Dropzone.Ledger.EventStore;

/// <summary>How an append treats events that the log knows already.</summary>
public enum AppendMode
{
    /// <summary>Facts of a source: each known event is dropped by itself, the others are written.</summary>
    Page,

    /// <summary>A decision of a person or a program: all or nothing; the same again is <see cref="AppendOutcome.AlreadyAppended"/>.</summary>
    Command,
}

/// <summary>One append: everything in it is committed together or not at all.</summary>
public sealed record AppendRequest
{
    /// <summary>The tenant whose log is appended to.</summary>
    public required string Tenant { get; init; }

    /// <summary>What happens to known events.</summary>
    public AppendMode Mode { get; init; } = AppendMode.Page;

    /// <summary>
    /// Whether the log hardly ever knows the events already, as is so with commands: they are written without looking for them first, and looked for
    /// only when that was refused. A page that is known waits for the head then, which it does not otherwise.
    /// </summary>
    public bool IsLikelyNew { get => field || Mode == AppendMode.Command; init; }

    /// <summary>The streams written to, each at most once. Positions are given in this order.</summary>
    public IReadOnlyList<StreamAppend> Streams { get; init; } = [];

    /// <summary>Streams which the decision rests on without writing to them, such as <c>connector/{id}</c>.</summary>
    public IReadOnlyList<VersionCheck> Checks { get; init; } = [];

    /// <summary>
    /// Vault documents to keep. Each belongs to the events whose data holds its commitment as a string; it is stored only when
    /// one of them is written, so that a dropped event leaves no orphan. A document that no event names is refused.
    /// </summary>
    public IReadOnlyList<VaultEntry> Vault { get; init; } = [];

    /// <summary>Commitments whose documents and salts are deleted. Needs at least one event, which says so in the log.</summary>
    public IReadOnlyList<string> Erase { get; init; } = [];

    /// <summary>The caller's cursor, moved in the same transaction.</summary>
    public CursorMove? Cursor { get; init; }
}

/// <summary>The events of one stream.</summary>
/// <param name="Stream">Stream id, at most 700 bytes of UTF-8.</param>
/// <param name="StreamType">Snake-case alias of the stream's kind, kept at its first event; null = none.</param>
/// <param name="ExpectedVersion">Version the decision was taken on; 0 = the stream must not exist; null = any.</param>
/// <param name="Events">At least one event, in the order in which they take versions.</param>
public sealed record StreamAppend(string Stream, string? StreamType, long? ExpectedVersion, IReadOnlyList<EventToAppend> Events);

/// <summary>A stream that must be at a version (0 = must not exist) though nothing is written to it.</summary>
public sealed record VersionCheck(string Stream, long Version);

/// <summary>An event on its way into the log.</summary>
/// <param name="Id">Name-based id, unique within the tenant.</param>
/// <param name="Type">Snake-case alias.</param>
/// <param name="Data">An object in canonical JSON (RFC 8785), UTF-8. Its SHA-256 becomes <c>headers.digest</c>. Followers are handed it as it is: nobody changes it later.</param>
public sealed record EventToAppend(Guid Id, string Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Ties events of one request together.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What caused the event.</summary>
    public string? CausationId { get; init; }

    /// <summary>Who acted.</summary>
    public string? UserName { get; init; }
}

/// <summary>A compare-and-set of a cursor.</summary>
/// <param name="Name">Name within the tenant.</param>
/// <param name="ExpectedRevision">Revision read before; 0 = the cursor must not exist.</param>
/// <param name="State">The new state, JSON in UTF-8, kept byte for byte.</param>
public sealed record CursorMove(string Name, long ExpectedRevision, ReadOnlyMemory<byte> State);
