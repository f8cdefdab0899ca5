namespace Dropzone.Ledger.EventStore;

/// <summary>The log of events: append, read, follow. Safe for concurrent use.</summary>
public sealed class EventLog
{
    private readonly Appender appender;
    private readonly LogReader reader;
    private readonly Follower follower;

    internal EventLog(TenantSessions sessions, HeadSignals signals, TimeProvider time)
    {
        appender = new Appender(sessions, signals);
        reader = new LogReader(sessions);
        follower = new Follower(reader, signals, time);
    }

    /// <summary>
    /// Appends in one round trip and one transaction, which commands that waited for the same one share. When the reply is lost, the caller repeats the same
    /// request: a page then finds its facts known, a command answers <see cref="AppendOutcome.AlreadyAppended"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The request can never be appended; the message names what is wrong.</exception>
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default) =>
        appender.AppendAsync(request, cancellationToken);

    /// <summary>Where the log ends.</summary>
    public Task<LogHead> HeadAsync(string tenant, CancellationToken cancellationToken = default) =>
        reader.HeadAsync(tenant, cancellationToken);

    /// <summary>Events of one stream from a version on; empty when there is none.</summary>
    public Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(
        string tenant, string stream, long fromVersion = 1, int limit = int.MaxValue, CancellationToken cancellationToken = default) =>
        reader.ReadStreamAsync(tenant, stream, fromVersion, limit, cancellationToken);

    /// <summary>All events of several streams, each in order of version. A stream without events is absent.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<StoredEvent>>> ReadStreamsAsync(
        string tenant, IReadOnlyCollection<string> streams, CancellationToken cancellationToken = default) =>
        reader.ReadStreamsAsync(tenant, streams, cancellationToken);

    /// <summary>Events after a position in order of position. Whoever has seen n has seen everything up to n.</summary>
    public Task<IReadOnlyList<StoredEvent>> ReadLogAsync(
        string tenant, long after, int limit, LogFilter? filter = null, CancellationToken cancellationToken = default) =>
        reader.ReadLogAsync(tenant, after, limit, filter, cancellationToken);

    /// <summary>As the other form without a filter, and nothing is kept of an event but what the caller makes of it: for whoever folds very many.</summary>
    public Task<IReadOnlyList<T>> ReadLogAsync<T>(
        string tenant, long after, int limit, EventRead<T> read, CancellationToken cancellationToken = default) =>
        reader.ReadLogAsync(tenant, after, limit, read, cancellationToken);

    /// <summary>The event with an id, or null.</summary>
    public Task<StoredEvent?> FindAsync(string tenant, Guid eventId, CancellationToken cancellationToken = default) =>
        reader.FindAsync(tenant, eventId, cancellationToken);

    /// <summary>The last position whose timestamp is at or before a time; 0 when there is none.</summary>
    public Task<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        reader.PositionAtAsync(tenant, time, cancellationToken);

    /// <summary>
    /// Every event after a position, for ever, in batches that are never empty. Woken by appends of this process at once, by those of others
    /// through the listener, and by a slow poll in any case. A lost connection ends it with an exception: follow again from the last position seen.
    /// </summary>
    public IAsyncEnumerable<LogBatch> FollowAsync(
        string tenant, long after, int batchSize, CancellationToken cancellationToken = default) =>
        follower.FollowAsync(tenant, after, batchSize, cancellationToken);

    /// <summary>As the other form, and nothing is kept of an event but what the caller makes of it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="after">The position after which it begins.</param>
    /// <param name="batchSize">The most events of a batch.</param>
    /// <param name="read">Makes something of an event.</param>
    /// <param name="positionOf">The position of the event that it was made of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<LogBatch<T>> FollowAsync<T>(
        string tenant, long after, int batchSize, EventRead<T> read, Func<T, long> positionOf, CancellationToken cancellationToken = default) =>
        follower.FollowAsync(tenant, after, batchSize, read, positionOf, cancellationToken);
}
