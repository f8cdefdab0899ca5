namespace Dropzone.Ledger.EventStore;

/// <summary>The log of events: append, read, follow. Safe for concurrent use.</summary>
public sealed class EventLog
{
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<LogHead> HeadAsync(string tenant, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(string tenant, string stream, long fromVersion = 1, int limit = int.MaxValue, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<IReadOnlyDictionary<string, IReadOnlyList<StoredEvent>>> ReadStreamsAsync(string tenant, IReadOnlyCollection<string> streams, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<IReadOnlyList<StoredEvent>> ReadLogAsync(string tenant, long after, int limit, LogFilter? filter = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<StoredEvent?> FindAsync(string tenant, Guid eventId, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public Task<long> PositionAtAsync(string tenant, DateTimeOffset time, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public IAsyncEnumerable<LogBatch> FollowAsync(string tenant, long after, int batchSize, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
