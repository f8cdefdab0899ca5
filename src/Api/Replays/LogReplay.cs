using System.Runtime.CompilerServices;
using Dropzone.Ledger.Api.Stories;
using Dropzone.Ledger.Domain.Alerts;
using Dropzone.Ledger.Domain.Serialization;
using Dropzone.Ledger.Domain.Streams;
using Dropzone.Ledger.EventStore;

namespace Dropzone.Ledger.Api.Replays;

/// <summary>Tells the log again, event by event, with what each changed. An alert that began before the first event is folded up to there.</summary>
public sealed class LogReplay(LedgerDatabase database)
{
    private const int BatchSize = 500;

    /// <summary>Everything of a tenant between two positions, both included.</summary>
    public IAsyncEnumerable<ReplayedEvent> EverythingAsync(string tenant, long first, long last, CancellationToken cancellation) =>
        TellAsync(tenant, ReadAsync(tenant, null, first, last, cancellation), cancellation);

    /// <summary>One stream.</summary>
    public IAsyncEnumerable<ReplayedEvent> StreamAsync(string tenant, string stream, long first, long last, CancellationToken cancellation) =>
        TellAsync(tenant, ReadAsync(tenant, new LogFilter(Stream: stream), first, last, cancellation), cancellation);

    /// <summary>A connector: its settings and polls, and all of its alerts, in the order of the log.</summary>
    public IAsyncEnumerable<ReplayedEvent> ConnectorAsync(string tenant, string connector, long first, long last, CancellationToken cancellation) =>
        TellAsync(
            tenant,
            MergedAsync(
                ReadAsync(tenant, new LogFilter(Stream: StreamId.Connector(connector)), first, last, cancellation),
                ReadAsync(tenant, new LogFilter(StreamPrefix: StreamId.AlertsOf(connector)), first, last, cancellation),
                cancellation),
            cancellation);

    private async IAsyncEnumerable<ReplayedEvent> TellAsync(
        string tenant, IAsyncEnumerable<StoredEvent> events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var story = new Story();
        await foreach (var e in events)
        {
            if (e.Version > 1 && StreamId.ParseAlert(e.Stream) is not null && !story.Knows(e.Stream))
            {
                var before = await database.Log.ReadStreamAsync(tenant, e.Stream, 1, (int)(e.Version - 1), cancellation);
                story.Recall(e.Stream, AlertState.Fold(before.Select(static b => (EventCodec.Decode(b.Type, b.Data.Span), b.Id, b.Version, b.Timestamp))));
            }

            yield return ReplayedEvent.Of(e, story.Tell(e.Stream, e.Id, e.Version, e.Timestamp, EventCodec.Decode(e.Type, e.Data.Span)));
        }
    }

    private async IAsyncEnumerable<StoredEvent> ReadAsync(
        string tenant, LogFilter? filter, long first, long last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = first - 1; after < last;)
        {
            var batch = await database.Log.ReadLogAsync(tenant, after, BatchSize, filter, cancellation);
            foreach (var e in batch.TakeWhile(e => e.Position <= last))
            {
                yield return e;
            }

            if (batch.Count < BatchSize)
            {
                yield break;
            }

            after = batch[^1].Position;
        }
    }

    private static async IAsyncEnumerable<StoredEvent> MergedAsync(
        IAsyncEnumerable<StoredEvent> some, IAsyncEnumerable<StoredEvent> others, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var left = some.GetAsyncEnumerator(cancellation);
        await using var right = others.GetAsyncEnumerator(cancellation);
        var (hasLeft, hasRight) = (await left.MoveNextAsync(), await right.MoveNextAsync());
        while (hasLeft || hasRight)
        {
            if (hasLeft && (!hasRight || left.Current.Position < right.Current.Position))
            {
                yield return left.Current;
                hasLeft = await left.MoveNextAsync();
            }
            else
            {
                yield return right.Current;
                hasRight = await right.MoveNextAsync();
            }
        }
    }
}
